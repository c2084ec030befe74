"""The admin's pages that are used most can be used by everyone: axe finds nothing serious on them (light, 1280).

tests/test_walk.py sees that what stands in the way is found.
"""

import pytest
from django.urls import reverse

from areas.models.recorded import acting_as
from projects.models import Agency
from tests.cast import make_item, make_need, make_plan
from tests.programs import needs
from tests.walker import barriers

pytestmark = [needs("chromium"), pytest.mark.django_db(transaction=True)]


def pages(need, agency, user):
    """Return the addresses of the ten pages."""
    lists = [reverse(f"admin:{one}_changelist") for one in ("plans_need", "projects_agency", "areas_user")]
    rows = [
        reverse("admin:plans_need_change", args=[need.pk]),
        reverse("admin:plans_need_history", args=[need.pk]),
        reverse("admin:projects_agency_change", args=[agency.pk]),
        reverse("admin:areas_user_change", args=[user.pk]),
    ]
    forms = [reverse("admin:projects_dimension_add"), reverse("admin:projects_agency_import")]
    return [reverse("admin:index"), *lists, *rows, *forms]


def test_nothing_serious_stands_in_the_way_on_the_ten_most_used_pages(browser_page, superuser, worker):
    with acting_as(superuser):
        need = make_need()
        make_item(make_plan(), need=need)
        need.title = "น้ำเกษตรไม่พอหน้าแล้ง"
        need.save()
    page, found = browser_page.page, {}
    page.emulate_media(reduced_motion="reduce", color_scheme="light")
    browser_page.sign_in(superuser)
    for address in pages(need, Agency.objects.earliest("pk"), worker):
        assert browser_page.open(address).status == 200
        if said := barriers(page):
            found[address] = said
    assert found == {}
