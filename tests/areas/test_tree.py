"""The area tree and its pages: Thai order, what lies above and below, names that are told apart."""

from datetime import date

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from areas import tree
from areas.models import Area, Assignment, Role
from tests.cast import person

pytestmark = pytest.mark.django_db


def add(code, name, level=None, **kwargs):
    levels = {4: "district", 6: "tambon", 8: "village"}
    level = level or levels[len(code)]
    parent = code[: len(code) - 2]
    return Area.objects.create(code=code, level=level, parent_id=parent, name_th=name, **kwargs)


def test_the_way_down_is_one_query(country, django_assert_num_queries):
    with django_assert_num_queries(1):
        way = tree.breadcrumb("71010903")
    assert [area.code for area in way] == ["71", "7101", "710109"]


def test_a_province_has_nothing_above(country):
    assert tree.breadcrumb("71") == []


def test_children_stand_in_thai_order_with_what_lies_below(country):
    add("7102", "ไทรโยค")
    add("7103", "เก่า", abolished_on="2006-01-01")
    below = tree.with_below("71")[1]
    (districts,) = below.groups
    assert [area.name_th for area in districts.areas] == ["ไทรโยค", "เมืองกาญจนบุรี", "เลาขวัญ"]
    assert [area.below for area in districts.areas] == [0, 2, 1]
    assert [area.code for area in below.abolished] == ["7103"]


def test_villages_stand_by_number_and_communities_by_name(country):
    for moo in (10, 2):
        add(f"710109{moo:02d}", f"บ้าน{moo}", moo_no=moo)
    add("710109A0", "ชุมชนวัดใต้", "community")
    add("710109A1", "ชุมชนตลาด", "community")
    villages, communities = tree.with_below("710109")[1].groups
    assert [area.moo_no for area in villages.areas] == [2, 3, 10]
    assert [area.code for area in communities.areas] == ["710109A1", "710109A0"]


def test_an_abolished_child_does_not_count(country):
    add("710130", "เก่า", abolished_on="2006-01-01")
    (districts,) = tree.with_below("71")[1].groups
    assert {area.code: area.below for area in districts.areas}["7101"] == 2


def test_the_children_fragment_asks_the_same_number_of_questions_for_10_and_20(country):
    counts = []
    for start in (10, 20):
        for moo in range(start, start + 10):
            add(f"710109{moo}", f"บ้าน{moo}", moo_no=moo)
            old = add(f"7101{moo + 20}", f"เก่า{moo}", abolished_on="2006-01-01")
            old.successors.add("711001", "720102")
        with CaptureQueriesContext(connection) as queries:
            for code in ("7101", "710109"):
                render_to_string("areas/_children.html", {"below": tree.with_below(code)[1]})
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6


def test_the_notice_of_an_abolished_area_links_its_successors(country):
    old = add("710112", "เก่า", abolished_on=date(2006, 1, 1))
    old.successors.add("711001")
    html = render_to_string("areas/_abolished.html", {"area": old})
    assert "1 ม.ค. 2549" in html
    assert 'href="/areas/711001/"' in html
    assert render_to_string("areas/_abolished.html", {"area": country["711001"]}).strip() == ""


# --- The list of provinces


def test_own_provinces_come_first_and_counts_are_of_areas_in_force(client, secretariat):
    add("710130", "เก่า", abolished_on="2006-01-01")
    client.force_login(secretariat)
    response = client.get("/areas/")
    assert [(row.area.code, row.districts, row.tambons) for row in response.context["mine"]] == [("71", 2, 3)]
    assert [row.area.code for row in response.context["others"]] == ["72"]


def test_a_tambon_workers_own_province_is_that_of_the_tambon(client, worker):
    client.force_login(worker)
    assert [row.area.code for row in client.get("/areas/").context["mine"]] == ["71"]


def test_a_person_without_assignment_sees_the_list(client, country):
    client.force_login(person("nobody"))
    assert client.get("/areas/").context["mine"] == []


def test_the_empty_office_is_told_what_to_do(client, db):
    client.force_login(person("first"))
    assert "load_areas" in client.get("/areas/").content.decode()


def test_the_list_asks_the_same_number_of_questions_for_10_and_20_provinces(client, secretariat):
    counts = []
    client.force_login(secretariat)
    client.get("/about/")  # the first page after the login writes the visit down
    for start in (20, 30):
        for code in range(start, start + 10):
            Area.objects.create(code=str(code), level="province", name_th=f"จังหวัด{code}")
            Assignment.objects.create(user=secretariat, role=Role.READER, area_id=str(code))
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/areas/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
