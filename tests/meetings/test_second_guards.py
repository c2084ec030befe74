"""Guards of the lists that stand behind another one, asked directly: each holds alone."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.urls import reverse

from meetings.lists import LISTS
from meetings.views.lists import ListView, found
from projects.models import Agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def agencies(country):
    """The name of the list of agencies, one of its own province, one of the other."""
    other = Agency.objects.create(name="อบจ.สุพรรณบุรี", kind=Agency.Kind.LOCAL, area_id="72")
    name = next(name for name, shown in LISTS.items() if shown.model is Agency)
    return name, Agency.objects.get(name="อบจ.กาญจนบุรี"), other


def test_a_page_offers_no_change_of_an_agency_of_elsewhere(client, keeper, agencies):
    name, *rows = agencies
    client.force_login(keeper)
    pages = [client.get(reverse("reference_row", kwargs={"name": name, "pk": row.pk})) for row in rows]
    assert [page.context["may_edit"] for page in pages] == [True, False]


def test_a_row_that_left_ones_scope_is_not_locked(rf, keeper, agencies):
    _name, own, other = agencies
    view = ListView()
    view.setup(rf.get("/"))
    view.request.user, view.target = keeper, own
    assert view.lock() == own
    view.target = other
    with pytest.raises(Http404):
        view.lock()


def test_a_row_is_not_found_by_who_is_not_logged_in(keeper, agencies):
    name, own, _other = agencies
    assert found(LISTS[name], keeper, own.pk) == own
    with pytest.raises(Http404):
        found(LISTS[name], AnonymousUser(), own.pk)


def test_a_number_that_no_database_holds_is_not_found(client, keeper, agencies):
    client.force_login(keeper)
    address = reverse("reference_row", kwargs={"name": agencies[0], "pk": 10**30})
    assert client.get(address).status_code == 404
