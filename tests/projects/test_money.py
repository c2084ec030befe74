"""Where a line's money goes: by the rules of the write path, and by what the database itself refuses."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from areas.models import Area, AreaProfile
from projects import allocating
from projects import rules_money as rules
from projects.allocating import Share
from projects.models import Agency, Allocation, BudgetLine, Leg, Leverage, Project, Tranche, WorkStream
from projects.rules_projects import change_project
from tests.projects.bench import make_line, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(country):
    """A line of 100 baht of a project of กาญจนบุรี, nothing allocated."""
    return make_line(make_project("71"), 100)


def shares(**amounts):
    return {code.strip("_"): Share(Decimal(amount)) for code, amount in amounts.items()}


def given(line):
    return {row.area_id: row.amount for row in line.allocations.all()}


def refused(act, *args):
    with pytest.raises(ValidationError) as told:
        act(*args)
    return " ".join(told.value.messages)


def test_areas_and_what_no_area_has_are_the_whole_line(line, secretariat):
    rules.set_allocations(line, shares(_710109="60", _710108="30.25"), secretariat)
    line.refresh_from_db()
    assert given(line) == {"710108": Decimal("30.25"), "710109": Decimal("60.00")}
    assert (line.allocated, line.unallocated) == (Decimal("90.25"), Decimal("9.75"))


def test_an_allocation_carries_what_tables_group_by(line, secretariat):
    leg, stream = Leg.objects.create(code="DOWN", name="ขาลง"), WorkStream.objects.get(code="WS08")
    rules.set_allocations(line, shares(_710109="60"), secretariat)
    source = Agency.objects.get(name="ทสจ.กาญจนบุรี")
    rules.change_line(line.pk, {"kind": "loan", "leg": leg, "source": source, "fiscal_year": 2566})
    change_project(line.project_id, {"work_stream": stream})
    row = Allocation.objects.get()
    assert (row.kind, row.leg, row.source, row.fiscal_year, row.work_stream) == (
        "loan",
        leg,
        source,
        2566,
        stream,
    )
    assert row.project_id == line.project_id
    assert row.history.count() == 3


def test_all_areas_together_get_no_more_than_was_approved(line, secretariat):
    told = refused(rules.set_allocations, line, shares(_710109="60", _710108="40.01"), secretariat)
    assert "100.01" in told
    assert "0.01" in told
    assert given(line) == {}


def test_an_area_and_one_inside_it_never_share_a_line(line, secretariat):
    told = refused(rules.set_allocations, line, shares(_710109="1", _71010903="1"), secretariat)
    assert "ช่องสะเดา" in told
    assert refused(rules.set_allocations, line, shares(_71="1", _711001="1"), secretariat)
    rules.set_allocations(line, shares(_710109="1", _711001="1"), secretariat)


def test_an_area_of_elsewhere_takes_nothing_and_keeps_what_it_has(line, secretariat, stranger):
    allocating.write(line, shares(_720102="30"))
    assert "720102" in refused(rules.set_allocations, line, shares(_720102="1"), secretariat)
    told = refused(rules.set_allocations, line, shares(_710109="70.01"), secretariat)
    assert "70" in told
    rules.set_allocations(line, shares(_710109="70"), secretariat)
    assert given(line) == {"720102": 30, "710109": 70}


def test_unknown_and_abolished_areas_are_refused(line, secretariat):
    assert "719999" in refused(rules.set_allocations, line, shares(_719999="1"), secretariat)
    old = Area.objects.create(code="710304", level="tambon", name_th="เก่า", abolished_on="1990-01-01")
    old.successors.add("711001")
    assert "711001" in refused(rules.set_allocations, line, shares(_710304="1"), secretariat)


def test_an_equal_split_keeps_every_satang(line, secretariat):
    rules.split_equally(line, ["710109", "710108", "711001"], secretariat)
    assert given(line) == {
        "710108": Decimal("33.34"),
        "710109": Decimal("33.33"),
        "711001": Decimal("33.33"),
    }
    assert {row.basis for row in line.allocations.all()} == {"equal"}


def test_a_split_by_households_keeps_every_satang(line, secretariat):
    for code, count in {"710108": 2, "710109": 1, "711001": 4}.items():
        AreaProfile.objects.create(area_id=code, year=2566, households=count, source="ทต.")
    AreaProfile.objects.create(area_id="710109", year=2560, households=999, source="เก่า")
    rules.split_by_households(line, ["711001", "710109", "710108"], secretariat)
    assert given(line) == {"710108": Decimal("28.57"), "710109": Decimal("14.29"), "711001": Decimal("57.14")}


def test_a_village_that_nobody_counted_is_named_not_guessed(line, secretariat):
    AreaProfile.objects.create(area_id="710108", year=2566, households=2, source="ทต.")
    told = refused(rules.split_by_households, line, ["710108", "710109", "711001"], secretariat)
    assert "บ้านไร่ป้า (71010903)" in told
    assert "(711001)" in told
    assert "710108" not in told
    AreaProfile.objects.create(area_id="71010903", year=2566, households=2, source="ผญบ.")
    rules.split_by_households(line, ["710108", "710109"], secretariat)
    assert given(line) == {"710108": 50, "710109": 50}


def test_a_split_leaves_out_what_areas_elsewhere_have(line, secretariat):
    allocating.write(line, shares(_720102="30"))
    rules.split_equally(line, ["710109", "710108"], secretariat)
    assert given(line) == {"720102": 30, "710108": 35, "710109": 35}


def test_no_less_is_approved_than_areas_and_tranches_have(line, secretariat):
    rules.set_allocations(line, shares(_710109="60"), secretariat)
    assert "60" in refused(rules.change_line, line.pk, {"approved": Decimal("59.99")})
    Tranche.objects.create(line=line, number=1, due_on="2023-07-05", amount=Decimal(80))
    assert "80" in refused(rules.change_line, line.pk, {"approved": Decimal(70)})
    rules.change_line(line.pk, {"approved": Decimal(80)})


def test_a_line_lies_in_its_projects_years(line, secretariat):
    assert "2570" in refused(rules.change_line, line.pk, {"fiscal_year": 2570})
    assert refused(change_project, line.project_id, {"first_year": 2567, "last_year": 2567})


def test_a_line_is_taken_out_with_its_areas_and_its_history_stays(line, secretariat):
    rules.set_allocations(line, shares(_710109="60"), secretariat)
    rules.remove_line(line.pk)
    assert (BudgetLine.objects.count(), Allocation.objects.count()) == (0, 0)
    assert Allocation.history.filter(history_type="-").count() == 1


def test_a_line_with_tranches_or_links_stays(line, secretariat):
    won = make_line(line.project, 5, source="อบจ.กาญจนบุรี")
    link = Leverage.objects.create(seed=line, won=won)
    assert refused(rules.remove_line, won.pk)
    link.delete()
    Tranche.objects.create(line=won, number=1, due_on="2023-07-05", amount=Decimal(5))
    assert refused(rules.remove_line, won.pk)


# --- What the database refuses by itself


def over_allocated(line):
    BudgetLine.objects.filter(pk=line.pk).update(allocated=Decimal("100.01"))


def allocated_before_approval(line):
    BudgetLine.objects.filter(pk=line.pk).update(allocated=Decimal(1), approved=None, proposed=Decimal(5))


def negative(line):
    Allocation.objects.filter(line=line).update(amount=Decimal("-0.01"))


def negative_approval(line):
    BudgetLine.objects.filter(pk=line.pk).update(allocated=Decimal(0), approved=Decimal(-1))


def a_year_of_the_common_era(line):
    BudgetLine.objects.filter(pk=line.pk).update(fiscal_year=2024)


def years_out_of_order(line):
    Project.objects.filter(pk=line.project_id).update(last_year=2565)


def no_amount_at_all(line):
    BudgetLine.objects.filter(pk=line.pk).update(allocated=Decimal(0), approved=None)


def the_same_area_twice(line):
    row = line.allocations.get()
    row.pk = None
    row.save()


def leverage_to_itself(line):
    Leverage.objects.create(seed=line, won=line)


def a_second_seed(line):
    won = make_line(line.project, 5)
    for _ in range(2):
        Leverage.objects.create(seed=line, won=won)


def two_tranches_of_one_number(line):
    for _ in range(2):
        Tranche.objects.create(line=line, number=1, due_on="2023-07-05", amount=Decimal(1))


def paid_without_a_day(line):
    Tranche.objects.create(line=line, number=1, due_on="2023-07-05", amount=Decimal(1), paid=Decimal(1))


def paid_more_than_the_tranche(line):
    day = "2023-07-05"
    Tranche.objects.create(line=line, number=1, due_on=day, amount=Decimal(1), paid=Decimal(2), paid_on=day)


@pytest.mark.parametrize(
    "breaks",
    [
        over_allocated,
        allocated_before_approval,
        negative,
        negative_approval,
        a_year_of_the_common_era,
        years_out_of_order,
        no_amount_at_all,
        the_same_area_twice,
        leverage_to_itself,
        a_second_seed,
        two_tranches_of_one_number,
        paid_without_a_day,
        paid_more_than_the_tranche,
    ],
)
def test_the_database_refuses(line, breaks):
    allocating.write(line, shares(_710109="60"))
    with pytest.raises(IntegrityError), transaction.atomic():
        breaks(line)


def test_the_history_of_an_allocation_is_never_rewritten(line):
    allocating.write(line, shares(_710109="60"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Allocation.history.all().delete()
