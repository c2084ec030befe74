"""Other years for a draft plan: as free as at its start, and no amount is left outside."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from plans import rules_items, rules_plans
from plans.models import LeftOut, Lineage, Plan
from tests.cast import endorse, make_item, make_plan
from tests.plans.pages import Tab, errors, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def works(client, worker):
    client.force_login(worker)
    return client


@pytest.fixture
def plan(country):
    return make_plan()


def tab(client, plan):
    return Tab(client, reverse("plan_edit", args=[plan.pk]))


def change(client, plan, first, last):
    return tab(client, plan).send(first_year=str(first), last_year=str(last))


def period(plan):
    return Plan.objects.get(pk=plan.pk).period


def test_the_years_of_a_draft_are_changed_and_told(works, plan):
    answer = change(works, plan, "๒๕๖๘", "๒๕๗๒")
    assert (answer.url, period(plan)) == (reverse("plan_detail", args=[plan.pk]), "2568–2572")
    assert "2568–2572" in told(answer)[0]


def test_the_change_is_kept_in_the_history_with_who_made_it(works, worker, plan):
    change(works, plan, 2568, 2572)
    latest = plan.history.first()
    assert (latest.first_year, latest.prev_record.first_year) == (2568, 2567)
    assert latest.history_user == worker


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [("2024", "2570", "first_year"), ("2567", "2572", "last_year"), ("2570", "2567", "last_year")],
)
def test_years_that_cannot_be_are_refused_as_at_the_start(works, plan, first, last, field):
    answer = change(works, plan, first, last)
    assert (answer.status_code, list(errors(answer)), period(plan)) == (422, [field], "2567–2570")
    assert answer.context["form"]["first_year"].value() == first


def test_a_common_era_year_is_answered_with_what_to_type(works, plan):
    assert "2567" in errors(change(works, plan, 2024, 2570))["first_year"][0]


def test_years_of_another_plan_of_the_place_are_refused(works, plan):
    other = Plan.objects.create(area_id="710109", first_year=2571, last_year=2575)
    assert str(other) in errors(change(works, plan, 2568, 2571))["__all__"][0]
    assert change(works, other, 2572, 2576).status_code == 302  # its own years are no overlap


def test_years_of_another_place_are_free(works, plan):
    """Negative control."""
    Plan.objects.create(area_id="710108", first_year=2571, last_year=2575)
    assert change(works, plan, 2571, 2575).status_code == 302


def test_years_that_hold_money_stay_inside(works, plan):
    make_item(plan)
    make_item(plan, "ตลาด", (1, 0, 0, 0))
    told_why = errors(change(works, plan, 2569, 2572))["__all__"][0]
    assert all(part in told_why for part in ("2 รายการ", "2567, 2568", "2569–2572"))
    assert period(plan) == "2567–2570"


def test_years_without_money_may_go(works, plan):
    """Negative control: 2568 and 2569 are asked for."""
    make_item(plan)
    assert change(works, plan, 2568, 2569).status_code == 302


def test_the_page_shows_which_years_hold_money(works, plan):
    make_item(plan)
    held = works.get(reverse("plan_edit", args=[plan.pk])).context["held"]
    assert [(row.year, row.items, row.total) for row in held] == [(2568, 1, 350_000), (2569, 1, 350_000)]


def test_the_same_years_are_no_change(works, plan):
    assert change(works, plan, 2567, 2570).status_code == 422
    assert plan.history.count() == 1


@pytest.mark.parametrize("status", ["endorsed", "locked"])
def test_an_endorsed_plan_keeps_its_years(works, plan, status):
    form = tab(works, plan)
    endorse(plan)
    Plan.objects.filter(pk=plan.pk).update(status=status, version=form.values["version"][0])
    assert form.send(first_year="2568").status_code == 422
    assert (
        reverse("plan_edit", args=[plan.pk])
        not in works.get(reverse("plan_detail", args=[plan.pk])).content.decode()
    )
    assert "form" not in works.get(form.url).context


def test_a_draft_offers_the_change(works, reader, plan):
    """Negative control, and a reader is not offered it."""
    page, url = reverse("plan_detail", args=[plan.pk]), reverse("plan_edit", args=[plan.pk])
    assert url in works.get(page).content.decode()
    works.force_login(reader)
    assert url not in works.get(page).content.decode()


def test_a_stale_form_is_answered_with_both_periods(works, plan):
    first, second = tab(works, plan), tab(works, plan)
    first.send(last_year="2571")
    answer = second.send(first_year="2568")
    assert (answer.status_code, period(plan)) == (409, "2567–2571")
    assert {"2571", "2568"} <= set(answer.content.decode().replace("<", " ").replace(">", " ").split())


def test_a_plan_with_lines_from_below_keeps_its_years(country):
    """Items go up between plans of the same years."""
    above, below = make_plan("71", prefix="K"), make_plan(endorsed=True)
    Lineage.objects.create(parent=make_item(above, amounts=()), child=make_item(below))
    for plan in (above, Plan.objects.get(pk=below.pk)):
        Plan.objects.filter(pk=plan.pk).update(status="draft")
        with pytest.raises(ValidationError, match=r"ของแผนข้างล่าง|แผนข้างบนใช้"):
            rules_plans.change_years(Plan.objects.get(pk=plan.pk), 2566, 2570)


def test_a_plan_with_an_annex_keeps_its_years(country):
    above, item = make_plan("71", prefix="K"), make_item(make_plan())
    LeftOut.objects.create(plan=above, item=item, ground="alone")
    assert all(rules_plans.tied(one) for one in (above, item.plan))
    assert not rules_plans.tied(make_plan("710108"))


def test_a_district_does_not_step_into_years_that_went_past_it(country):
    district = Plan.objects.create(area_id="7101", first_year=2571, last_year=2574)
    line = make_item(make_plan("71", prefix="K"))
    Lineage.objects.create(parent=line, child=make_item(make_plan(endorsed=True)))
    with pytest.raises(ValidationError):
        rules_plans.change_years(district, 2567, 2570)
    assert rules_plans.change_years(district, 2572, 2575)


def test_an_archived_item_with_money_in_years_gone_waits_for_them(works, worker, plan):
    item = rules_items.archive(make_item(plan), worker, "จดซ้ำ")
    change(works, plan, 2569, 2570)
    answer = Tab(works, reverse("item_restore", args=[item.pk])).send()
    assert "2568" in errors(answer)["__all__"][0]
    change(works, plan, 2568, 2570)
    assert Tab(works, reverse("item_restore", args=[item.pk])).send().status_code == 302
