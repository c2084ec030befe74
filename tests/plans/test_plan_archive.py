"""A draft plan that is a mistake is put away with a reason: no list, count or search finds it until it is back."""

import io

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse

from areas.models import Area, Cluster
from plans import rules, rules_items, rules_plans
from plans.models import LeftOut, Lineage, Plan
from plans.search import find
from plans.ways import plans_above, plans_below
from tests.cast import endorse, make_item, make_plan
from tests.plans.pages import Tab, errors

pytestmark = pytest.mark.django_db
WHY = "เริ่มผิดช่วงปี"


@pytest.fixture
def works(client, worker):
    client.force_login(worker)
    return client


@pytest.fixture
def plan(country):
    return make_plan()


def put_away(client, plan, **changes):
    return Tab(client, reverse("plan_archive", args=[plan.pk])).send(**{"why": WHY, **changes})


def take_back(client, plan):
    return Tab(client, reverse("plan_restore", args=[plan.pk])).send()


@pytest.fixture
def away(plan, worker):
    return rules_plans.archive(plan, worker, WHY)


def rows(client, **asked):
    return [row.plan.pk for row in client.get(reverse("plan_list"), asked).context["rows"]]


# --- Away


def test_a_draft_without_items_is_put_away_with_the_reason(works, worker, plan):
    answer = put_away(works, plan)
    found = Plan.every.get(pk=plan.pk)
    assert answer.url == f"{reverse('plan_list')}?status=archived"
    assert (found.archived_why, found.archived_by, found.archived_at is None) == (WHY, worker, False)


@pytest.mark.parametrize("why", ["", " ", "ก" * 301])
def test_a_reason_has_to_be_given(works, plan, why):
    answer = put_away(works, plan, why=why)
    assert (answer.status_code, list(errors(answer))) == (422, ["why"])
    assert Plan.objects.filter(pk=plan.pk).exists()


def test_a_plan_with_items_stays_until_they_are_archived(works, worker, plan):
    item = make_item(plan)
    assert "1 " in errors(put_away(works, plan))["__all__"][0]
    assert "1 " in works.get(reverse("plan_archive", args=[plan.pk])).context["keeps"]
    rules_items.archive(item, worker, WHY)
    assert put_away(works, plan).status_code == 302


def test_an_endorsed_plan_stays(works, plan):
    tab = Tab(works, reverse("plan_archive", args=[plan.pk]))
    endorse(plan)
    Plan.objects.filter(pk=plan.pk).update(version=tab.values["version"][0])
    assert tab.send(why=WHY).status_code == 422
    page = works.get(reverse("plan_detail", args=[plan.pk])).content.decode()
    assert tab.url not in page
    assert "form" not in works.get(tab.url).context


def test_a_draft_offers_to_be_put_away(works, plan):
    """Negative control."""
    page = works.get(reverse("plan_detail", args=[plan.pk])).content.decode()
    assert reverse("plan_archive", args=[plan.pk]) in page


def test_a_plan_with_an_annex_stays(plan, worker):
    above = make_plan("71", prefix="K")
    LeftOut.objects.create(plan=above, item=make_item(plan), ground="alone")
    with pytest.raises(ValidationError):
        rules_plans.archive(above, worker, WHY)


def test_a_stale_form_is_told_of_the_change(works, plan):
    tab = Tab(works, reverse("plan_archive", args=[plan.pk]))
    Plan.objects.get(pk=plan.pk).save()
    assert tab.send(why=WHY).status_code == 409
    assert Plan.objects.filter(pk=plan.pk).exists()


def test_the_database_keeps_only_drafts_with_a_reason_away(away):
    with pytest.raises(IntegrityError):
        Plan.every.filter(pk=away.pk).update(archived_why="")


# --- Found nowhere


def test_no_list_count_or_search_finds_it(works, worker, away):
    assert rows(works) == []
    assert not plans_below(make_plan("71")).exists()
    assert not find("ช่องสะเดา", worker, "plan").groups
    pages = [
        reverse("home"),
        reverse("area_detail", args=["710109"]),
        reverse("completeness", args=["710109"]),
    ]
    assert all(away.period not in works.get(url).content.decode() for url in pages)


def test_the_same_is_found_while_it_is_in_use(works, worker, plan):
    """Negative control."""
    assert rows(works) == [plan.pk]
    assert plans_below(make_plan("71")).exists()
    assert find("ช่องสะเดา", worker, "plan").groups
    assert plan.period in works.get(reverse("area_detail", args=["710109"])).content.decode()


@pytest.mark.parametrize(
    "door", ["plan_detail", "plan_edit", "plan_endorse", "item_add", "plan_workbook", "rollup"]
)
def test_its_pages_are_gone(works, away, door):
    assert works.get(reverse(door, args=[away.pk])).status_code == 404


def test_its_archived_items_wait_with_it(works, worker, plan):
    item = rules_items.archive(make_item(plan), worker, WHY)
    rules_plans.archive(Plan.objects.get(pk=plan.pk), worker, WHY)
    url = reverse("item_restore", args=[item.pk])
    assert works.get(url).status_code == 404
    with pytest.raises(ValidationError, match="เก็บเข้าแฟ้ม"):
        rules_items.restore(item)
    take_back(works, plan)
    assert Tab(works, url).send().status_code == 302


def test_another_plan_of_the_same_years_may_start(away):
    again = rules.create_plan(away.area, away.first_year, away.last_year)
    assert Plan.objects.get() == again


def test_a_district_put_away_lets_its_tambons_go_up_past_it(plan, worker):
    district = make_plan("7101")
    assert plans_above(plan).get() == district
    rules_plans.archive(district, worker, WHY)
    province = make_plan("71")
    assert (plans_above(plan).get(), list(plans_below(province))) == (province, [plan])


# --- The way back


def test_the_list_has_those_put_away_where_they_are_asked_for(works, away):
    other = make_plan("710109")
    page = works.get(reverse("plan_list"), {"status": "archived"})
    assert [row.plan.pk for row in page.context["rows"]] == [away.pk] != [other.pk]
    assert all(part in page.content.decode() for part in (WHY, reverse("plan_restore", args=[away.pk])))


def test_the_workbook_of_the_list_says_so_too(works, away):
    answer = works.get(reverse("plan_list_workbook"), {"status": "archived"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert "เก็บเข้าแฟ้ม" in [cell.value for row in sheet.iter_rows() for cell in row]


def test_a_reader_finds_it_without_the_way_back(client, reader, away):
    client.force_login(reader)
    page = client.get(reverse("plan_list"), {"status": "archived"})
    assert [row.plan.pk for row in page.context["rows"]] == [away.pk]
    assert reverse("plan_restore", args=[away.pk]) not in page.content.decode()


def test_a_stranger_finds_none_of_it(client, stranger, away):
    client.force_login(stranger)
    page = client.get(reverse("plan_list"), {"status": "archived"})
    assert (page.context["rows"], WHY in page.content.decode()) == ([], False)


def test_it_comes_back_as_it_was(works, plan, away):
    answer = take_back(works, plan)
    found = Plan.objects.get(pk=plan.pk)
    assert answer.url == reverse("plan_detail", args=[plan.pk])
    assert (found.archived_at, found.archived_by, found.archived_why) == (None, None, "")


def test_its_history_tells_the_reason_before_and_after(works, plan, away):
    url = reverse("plan_history", args=[plan.pk])
    assert WHY in works.get(url).content.decode()
    take_back(works, plan)
    assert WHY in works.get(url).content.decode()


@pytest.mark.parametrize("years", [(2567, 2570), (2570, 2571)])
def test_it_stays_away_while_another_plan_has_its_years(works, away, years):
    other = Plan.objects.create(area_id="710109", first_year=years[0], last_year=years[1])
    answer = take_back(works, away)
    assert (answer.status_code, str(other) in errors(answer)["__all__"][0]) == (422, True)
    assert not Plan.objects.filter(pk=away.pk).exists()


def test_a_plan_in_use_is_not_taken_back(works, plan):
    assert works.get(reverse("plan_restore", args=[plan.pk])).url == reverse("plan_detail", args=[plan.pk])
    assert works.post(reverse("plan_restore", args=[plan.pk])).status_code == 422


def test_a_district_stays_away_while_items_went_past_it(plan, worker):
    district = rules_plans.archive(make_plan("7101"), worker, WHY)
    endorse(plan)
    lineage = Lineage.objects.create(parent=make_item(make_plan("71"), amounts=()), child=make_item(plan))
    with pytest.raises(ValidationError):
        rules_plans.restore(district)
    lineage.delete()
    assert rules_plans.restore(district).archived_at is None


def test_a_cluster_may_start_anew_and_empty_it_takes_none_back(country, superuser):
    cluster = Cluster.objects.get()
    away = rules_plans.archive(make_plan(None, cluster=cluster), superuser, WHY)
    cluster.provinces.clear()
    with pytest.raises(ValidationError):
        rules_plans.restore(Plan.every.get(pk=away.pk))
    cluster.provinces.set(Area.objects.filter(pk="71"))
    assert rules.create_plan(cluster, 2567, 2570).pk != away.pk


def test_the_admin_has_those_put_away_too(client, superuser, away):
    client.force_login(superuser)
    for asked, found in (({}, 1), ({"archived": "yes"}, 1), ({"archived": "no"}, 0)):
        page = client.get(reverse("admin:plans_plan_changelist"), asked)
        assert page.context["cl"].result_count == found
