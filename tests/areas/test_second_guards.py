"""Guards of people and places that stand behind another one, asked directly: each holds alone."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse

from areas import rules_people
from areas.admin import AssignmentInline
from areas.histories import history_of
from areas.models import Area, Assignment, Cluster, Role, User
from areas.views.people import PeopleFilter, with_assignments
from areas.views.profiles import ProfilesFill
from plans.models import NeedLink
from plans.views.history import SHOWN
from plans.views.needs import NeedEdit
from tests.cast import CANARY, make_item, make_need, make_plan, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(worker):
    """A worker of ช่องสะเดา who also reads in the other province."""
    Assignment.objects.create(user=worker, role=Role.READER, area_id="720102")
    return worker


@pytest.fixture
def asks(rf):
    def asked(user):
        request = rf.get("/")
        request.user = user
        return request

    return asked


def test_what_is_assigned_is_changed_by_who_may_change_the_person(keeper, worker, stranger, asks):
    inline = AssignmentInline(User, admin.site)
    assert [inline.has_change_permission(asks(keeper), one) for one in (worker, stranger)] == [True, False]


def test_a_choice_in_the_admin_offers_ones_own_rows(keeper, asks):
    field = admin.site._registry[Area].formfield_for_foreignkey(Area._meta.get_field("parent"), asks(keeper))
    assert {code[:2] for code in field.queryset.values_list("code", flat=True)} == {"71"}


def test_records_are_read_where_one_has_a_role(worker):
    assert set(Area.objects.readable_by(worker).values_list("code", flat=True)) == {"710109", "71010903"}
    assert not Area.objects.readable_by(AnonymousUser()).exists()


def test_a_cluster_is_changed_by_its_own_coordinator(keeper, coordinator):
    assert not Cluster.objects.editable_by(keeper).exists()
    assert Cluster.objects.editable_by(coordinator).exists()


def test_the_rule_gives_no_role_elsewhere(keeper, worker):
    given = {"role": Role.READER, "cluster": None, "from_date": None, "to_date": None}
    with pytest.raises(ValidationError):
        rules_people.assign(keeper, worker, area=Area.objects.get(code="720102"), **given)
    assert rules_people.assign(keeper, worker, area=Area.objects.get(code="711001"), **given)


def test_people_are_not_found_by_what_they_are_elsewhere(keeper, both):
    found = [
        PeopleFilter({"role": role}, keeper).narrow(User.objects.filter(pk=both.pk)).exists()
        for role in (Role.TAMBON_WORKER, Role.READER)
    ]
    assert found == [True, False]


def test_assignments_elsewhere_are_not_shown(keeper, both):
    shown = with_assignments(User.objects.filter(pk=both.pk), keeper).get().shown
    assert [row.area_id for row in shown] == ["710109"]


def test_a_page_offers_no_change_of_a_person_who_works_elsewhere_too(client, keeper, both):
    client.force_login(keeper)
    assert client.get(reverse("person_detail", args=[both.pk])).context["may_edit"] is False


def test_a_page_offers_no_end_of_what_others_gave(client, secretariat):
    client.force_login(secretariat)
    peer = person("peer", Role.SECRETARIAT, "71")
    rows = client.get(reverse("person_detail", args=[peer.pk])).context["assignments"]
    assert [mine for _row, _current, mine in rows] == [False]


def test_an_assignment_is_ended_under_its_own_person_alone(client, secretariat, worker, reader):
    client.force_login(secretariat)
    row = worker.assignments.get()
    answers = [
        client.get(reverse("assignment_end", kwargs={"pk": one.pk, "assignment": row.pk})).status_code
        for one in (worker, reader)
    ]
    assert answers == [200, 404]


def test_a_number_that_no_database_holds_is_not_found(client, secretariat):
    client.force_login(secretariat)
    assert client.get(reverse("person_detail", args=[10**30])).status_code == 404


def test_a_history_names_no_row_of_elsewhere(worker, superuser):
    """What answers a need of one's own may lie in a plan of elsewhere: that it was tied is told, not its name."""
    need = make_need("710109")
    NeedLink.objects.create(need=need, item=make_item(make_plan("720102"), title=CANARY))
    histories = [history_of(SHOWN["need"].told, need, user) for user in (worker, superuser)]
    told = [" ".join(line.after for change in one.changes for line in change.lines) for one in histories]
    assert [CANARY in one for one in told] == [False, True]


def test_a_row_that_left_ones_areas_while_its_form_was_open_is_not_locked(worker, asks):
    """Between finding the row and locking it somebody may move it away: then it is not found."""
    view = NeedEdit()
    view.request, view.target = asks(worker), make_need("720102")
    with pytest.raises(Http404):
        view.lock()
    view.target = make_need("710109")
    assert view.lock() == view.target


def test_the_figures_of_many_areas_are_filled_in_where_one_looks_after_them(country, rf, worker):
    view = ProfilesFill()
    view.setup(rf.get("/"))
    view.request.user, view.target = worker, country["71"]
    assert [one.code for one in view.grid] == ["71", "710109"]
