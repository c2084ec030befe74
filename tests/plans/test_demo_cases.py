"""The gaps and the overlap of the demo are those of domain.md §5 and §6, whoever looks."""

import pytest

from areas.models import User
from plans.cases import State
from plans.gap_rows import gaps_of
from plans.models import Grade, Need
from plans.overlap_rows import rows_of
from plans.overlaps import overlaps
from projects.models import Leverage

pytestmark = pytest.mark.django_db


def codes(user):
    return [[side.project.code for side in one.sides] for one in rows_of(overlaps(user), user)]


@pytest.mark.parametrize(
    ("who", "count"),
    [("admin", 1), ("kanokwan", 1), ("chalida", 1), ("pimchanok", 1), ("prasert", 0), ("wandee", 0)],
)
def test_the_one_overlap_is_p05_and_p13(story, who, count):
    assert codes(User.objects.get(username=who)) == [["P05", "P13"]] * count


def test_without_its_leverage_link_the_welfare_money_would_be_an_overlap(story):
    """Negative control."""
    Leverage.objects.all().delete()
    assert sorted(codes(User.objects.get(username="admin"))) == [["P05", "P13"], ["P06", "P07"]]


def test_it_was_to_be_talked_over_and_the_names_were_shared_out(story):
    user = User.objects.get(username="pimchanok")
    [case] = rows_of(overlaps(user), user)
    assert [row.verdict for row in case.decided.rows] == ["complement", "talk"]
    assert case.decided.state == State.DECIDED


@pytest.mark.parametrize(
    ("area", "title", "grade"),
    [
        ("711001", "ภัยแล้งซ้ำซาก", Grade.IN_PLAN),
        ("711001", "น้ำหลากลงจรเข้สามพัน", Grade.FUNDED),
        ("710803", "สถานะบุคคล", Grade.NOBODY),
        ("700307", "สถานะบุคคล", Grade.FUNDED),
        ("720604", "หนี้เกษตรกร", Grade.NOBODY),
    ],
)
def test_the_needs_of_the_story_have_their_grade(story, area, title, grade):
    need = Need.objects.get(area=area, title=title)
    [gap] = gaps_of([need.pk], User.objects.get(username="admin"))
    assert gap.grade == grade
