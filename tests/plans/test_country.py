"""The made-up country: exact totals, the same province in a small one and a large one, ledgers that agree."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Count, Sum

from areas.models import Area
from areas.wordindex import missing
from config.tools.money import to_satang
from meetings.models import CapacityTopic, Person, TrainingRecord
from plans.country import rows, seeding, size
from plans.country.size import Size, empty, in_order, shares, spread
from plans.models import ItemBudget, Need, Plan, PlanItem
from plans.search import find
from projects.models import Agency, Allocation, BudgetLine, Presence, Project
from tests.cast import make_need
from tests.plans import exact

pytestmark = pytest.mark.django_db
SMALL = Size(villages=60, projects=40, allocations=90, items=120, needs=50, surveys=12, people=30)


@pytest.fixture
def tree(country):
    """The areas of two provinces without villages."""
    Area.objects.filter(level="village").delete()
    return country


def told():
    """Return the rows and baht of the first province, by table."""
    inside = {"area__gte": size.FIRST, "area__lt": f"{int(size.FIRST) + 1}"}
    return [
        list(Area.objects.filter(pk__startswith=size.FIRST).order_by("pk").values_list("pk", "name_th")),
        list(
            PlanItem.objects.filter(**inside).order_by("area", "number").values_list("area", "title", "door")
        ),
        list(
            ItemBudget.objects.filter(**inside)
            .order_by("area", "year")
            .values("area", "year")
            .annotate(baht=Sum("amount"), many=Count("*"))
        ),
        list(
            Need.objects.filter(**inside).order_by("area", "title", "severity").values_list("area", "title")
        ),
        list(
            Allocation.objects.filter(**inside)
            .order_by("area", "kind")
            .values("area", "kind")
            .annotate(baht=Sum("amount"), many=Count("*"))
        ),
        list(
            Presence.objects.filter(**inside)
            .order_by("area", "survey__surveyed_on", "work_stream")
            .values_list("area", "survey__surveyed_on", "work_stream", "state", "is_latest")
        ),
    ]


def seeded(provinces=None):
    """Return what the first province holds after a country of so many provinces, which is taken away again."""
    with transaction.atomic():
        seeding.seed(SMALL, provinces)
        found = told()
        transaction.set_rollback(True)
    return found


def test_the_whole_country_has_exactly_as_many_rows_as_it_should(tree):
    counts = seeding.seed(SMALL)
    wanted = {
        "Area": 60,
        "Project": 40,
        "Allocation": 90,
        "PlanItem": 120,
        "Need": 50,
        "Survey": 12,
        "Person": 30,
    }
    assert {name: counts[name] for name in wanted} == wanted
    assert Area.objects.filter(level="village").count() == 60
    assert Allocation.objects.count() == 90


def test_its_ledgers_agree_and_its_words_are_found(tree, superuser):
    seeding.seed(SMALL)
    printed = io.StringIO()
    call_command("reconcile", stdout=printed)  # exits with 1 where a rule is broken
    allocated = BudgetLine.objects.aggregate(all=Sum("allocated"))["all"]
    assert allocated == Allocation.objects.aggregate(all=Sum("amount"))["all"] > 0
    title = PlanItem.objects.order_by("pk")[0].title
    assert "item" in {group.kind for group in find(title, superuser).groups}


def test_each_cell_of_its_sums_is_the_sum_of_its_rows(tree, superuser):
    seeding.seed(SMALL)
    assert [exact.wrong_tables(superuser), exact.wrong_reports(superuser)] == [[], []]


def test_a_row_that_is_grouped_wrongly_is_found_in_the_sums(tree, superuser):
    seeding.seed(SMALL)
    grant, item = Allocation.objects.filter(kind="grant", amount__gt=0)[0], ItemBudget.objects.first()
    Allocation.objects.filter(pk=grant.pk).update(fiscal_year=2599)
    ItemBudget.objects.filter(pk=item.pk).update(work_stream=None)
    found = [exact.wrong_tables(superuser), exact.wrong_reports(superuser)]
    assert found == [[("grant", "fiscal_year")], [(item.area_id[:2], "tambon")]]


def test_the_database_counts_on_from_its_rows_and_keeps_their_words(tree):
    seeding.seed(SMALL)
    assert missing(connection) == []
    assert make_need(Plan.objects.order_by("pk")[0].area_id).pk > 50


def test_a_province_holds_the_same_in_a_small_country_and_in_a_large_one(tree, monkeypatch):
    alone = seeded(1)
    assert alone == seeded() == seeded(2)
    monkeypatch.setattr(size, "SEED", "another")  # negative control: it is the seed that they come from
    assert alone != seeded(1)


def test_people_are_spread_over_tambons_and_most_are_trained(tree):
    CapacityTopic.objects.bulk_create(CapacityTopic(code=code, name=code) for code in ("CT1", "CT2", "CT3"))
    seeding.seed(SMALL)
    trained = TrainingRecord.objects.values_list("person", flat=True)
    assert 0 < len(set(trained)) < 30
    assert not Person.objects.filter(name_sort="").exists()


def test_of_each_stream_of_a_tambon_the_answer_of_its_newest_survey_is_the_latest(tree):
    seeding.seed(SMALL)
    newest = {}
    for row in Presence.objects.select_related("survey").order_by("survey__surveyed_on"):
        newest[row.area_id, row.work_stream_id] = row.pk
    assert set(Presence.objects.newest().values_list("pk", flat=True)) == set(newest.values())
    assert Presence.objects.filter(is_latest=False).exists()


def test_of_a_large_country_a_few_provinces_have_no_plans_and_few_tambons_have_much():
    tambons = [f"{province}{number:04}" for province in range(10, 87) for number in range(101, 197)]
    share = shares(tambons, Size())
    without = {code[:2] for code in tambons} - {code[:2] for code, one in share.items() if one.items}
    assert without == empty({code[:2] for code in tambons})
    assert 5 <= len(without) <= 8
    assert size.FIRST not in without
    items = sorted((one.items for one in share.values()), reverse=True)
    assert sum(items) == 600_000
    assert sum(items[: len(items) // 10]) > 0.3 * sum(items)
    assert in_order({"10", "71", "72"})[0] == size.FIRST
    assert sum(one.surveys for one in share.values()) == 12_000
    assert 1_000 < sum(not one.surveys for one in share.values()) < 5_000  # never surveyed


def test_shares_are_whole_and_lose_nothing():
    assert spread(7, [1, 1, 1]) == [3, 2, 2]
    assert sum(rows.dealt(50, 20, 4, size.rng("x"))) == 50
    assert max(rows.dealt(50, 20, 4, size.rng("x"))) <= 4


def test_no_line_has_more_in_its_areas_than_was_approved(tree):
    seeding.seed(SMALL)
    for line in BudgetLine.objects.annotate(all=Sum("allocations__amount")):
        assert to_satang(line.allocated) == to_satang(line.all or 0) <= to_satang(line.approved)


# --- Refused


def test_an_office_with_records_is_left_alone(tree, settings):
    settings.DEBUG = True
    make_need("710109")
    with pytest.raises(CommandError):
        call_command("seed_country")
    assert not Project.objects.exists()


@pytest.mark.parametrize(("debug", "args"), [(False, []), (True, ["--provinces", "0"])])
def test_it_is_for_measuring_alone(tree, settings, debug, args):
    settings.DEBUG = debug
    with pytest.raises(CommandError):
        call_command("seed_country", *args)
    assert not Plan.objects.exists()


def test_without_reference_lists_nothing_is_written(tree):
    Agency.objects.all().delete()
    with pytest.raises(ValueError, match="reference"):
        seeding.seed(SMALL)
    assert not Plan.objects.exists()
