"""Names of areas in lists: one that its province has twice carries its district; a list costs one query."""

import pytest

from areas.models import Area, Level
from areas.names import read_names

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_tha_sao(country):
    for code, level, name in (
        ("7102", Level.DISTRICT, "ไทรโยค"),
        ("7105", Level.DISTRICT, "ท่ามะกา"),
        ("710202", Level.TAMBON, "ท่าเสา"),
        ("710516", Level.TAMBON, "ท่าเสา"),
    ):
        Area.objects.create(code=code, level=level, name_th=name, parent_id=code[:-2])


def test_a_name_that_its_province_has_twice_carries_its_district(two_tha_sao):
    names = read_names({"710202", "710109"})
    assert names["710202"].name == "ต.ท่าเสา อ.ไทรโยค"
    assert names["710109"].name == "ต.ช่องสะเดา"


def test_an_abolished_namesake_makes_no_confusion(two_tha_sao):
    Area.objects.filter(code="710516").update(abolished_on="2006-01-01")
    assert read_names({"710202"})["710202"].name == "ต.ท่าเสา"


def test_names_of_a_long_list_take_one_query(two_tha_sao, django_assert_num_queries):
    with django_assert_num_queries(1):
        read_names({"71", "7101", "710109", "710202", "710516", "71010903"})


def test_names_of_villages_need_no_look_around(country, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert read_names({"71010903"})["71010903"].name == "ม.3 บ้านไร่ป้า"
