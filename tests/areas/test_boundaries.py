"""Boundaries: read from GeoJSON with each fault told, coarser without gaps, shown as a map, replaced, taken away."""

import json
import re

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from areas import boundaries, rings
from areas.models import Area, BoundaryMap
from plans import mapping
from projects.models import WorkStream
from tests.cast import make_need
from tests.plans.pages import Tab, errors
from tests.plans.test_mapping import survey
from tests.projects.bench import codi, make_line, make_project

pytestmark = pytest.mark.django_db
CODES = {"710108", "710109", "711001"}


def square(west, south, size=1.0):
    """A ring, the first point again at its end."""
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(code, *rings, kind="Polygon", name="TAM_CODE"):
    held = [list(rings)] if kind == "MultiPolygon" else list(rings)
    return {
        "type": "Feature",
        "properties": {"id": 1, name: code, "name": "ก"},
        "geometry": {"type": kind, "coordinates": held},
    }


def file_of(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


TWO = file_of(feature("TH710109", square(99, 14)), feature(710108.0, square(100, 14)))


def refused(content):
    with pytest.raises(ValidationError) as fault:
        boundaries.read(content, CODES)
    return fault.value.messages[0]


def test_shapes_are_named_by_the_property_that_holds_the_codes(db):
    drawing = boundaries.read(TWO, CODES)
    assert sorted(drawing.shapes) == ["710108", "710109"]
    assert (drawing.width, 500 < drawing.height < 530) == (1000, True)
    assert drawing.shapes["710109"] == ("M0 516l500 0l0 -516l-500 0z", 250, 258)


def test_neighbours_share_their_points_after_they_are_made_coarser(db):
    wave = [[100 + 0.00003 * (n % 7), 14 + n / 2000] for n in range(2001)]
    left = [[99, 14], *wave, [99, 15], [99, 14]]
    right = [[101, 14], [101, 15], *wave[::-1], [101, 14]]
    drawing = boundaries.read(file_of(feature("710109", left), feature("710108", right)), CODES)
    paths = [path for path, _x, _y in drawing.shapes.values()]
    assert max(path.count("l") for path in paths) < 10
    assert len({path.count("l") for path in paths}) == 1


def test_parts_and_holes_stand_in_one_path(db):
    island = feature("711001", square(101, 15, 0.5), kind="MultiPolygon")
    ring = feature("711001", square(99, 14), square(99.2, 14.2, 0.5))
    drawing = boundaries.read(file_of(island, ring), CODES)
    assert drawing.shapes["711001"][0].count("M") == 3


def test_points_that_follow_themselves_are_taken_out_and_rings_may_touch_each_other(db):
    """The hole touches the border in its corner; the border has its corners twice, the last as its end."""
    twice = [point for point in square(99, 14) for _once_more in range(2)]
    drawing = boundaries.read(file_of(feature("710109", twice, square(99, 14, 0.5))), CODES)
    once = boundaries.read(file_of(feature("710109", square(99, 14), square(99, 14, 0.5))), CODES)
    assert drawing == once


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe", "JSON"),
        (b"[" * 100_000, "JSON"),
        (b"[]", "FeatureCollection"),
        (b'{"type": "FeatureCollection", "features": []}', "FeatureCollection"),
        (b'{"type": "FeatureCollection", "features": [1]}', "properties"),
        (file_of(feature("720102", square(99, 14))), "รหัส"),
        (file_of(feature("710109", square(99, 14)), feature("", square(99, 14))), "ลำดับที่ 2"),
        (file_of({**feature("710109"), "geometry": None}), "รูปหลายเหลี่ยม"),
        (
            file_of({**feature("710109"), "geometry": {"type": "Point", "coordinates": [99, 14]}}),
            "รูปหลายเหลี่ยม",
        ),
        (file_of(feature("710109", square(99, 14)[:-1])), "ปิด"),
        (file_of(feature("710109", [[99, 14]] * 3)), "ปิด"),
        (file_of(feature("710109", [["x", 14]] * 4)), "ตัวเลข"),
        (file_of(feature("710109", [[99]] * 4)), "ตัวเลข"),
        (file_of(feature("710109", [[float("nan"), 14]] * 4)).replace(b"NaN", b"1e400"), "ประเทศไทย"),
        (file_of(feature("710109", square(14, 99))), "ละติจูด"),
        (file_of(feature("710109", square(500_000, 1_500_000))), "ประเทศไทย"),
        (file_of(feature("710109", [[99, 14]] * 4)), "พื้นที่"),
        (
            file_of(
                feature("710109", square(99, 14)),
                feature("710108", square(99, 14), [[99, 14], [99.5, 14.5], [99.5, 14], [99, 14.5], [99, 14]]),
            ),
            "ลำดับที่ 2 มีเส้นที่ตัดกันเองใกล้ลองจิจูด 99.2500 ละติจูด 14.2500",
        ),
        (
            file_of(
                feature("710109", [[99, 14], [101, 14], [100, 15], [101, 16], [99, 16], [100, 15], [99, 14]])
            ),
            "ลำดับที่ 1 มีเส้นที่แตะตัวเองใกล้ลองจิจูด 100.0000 ละติจูด 15.0000",
        ),
    ],
)
def test_a_file_that_cannot_be_drawn_is_refused_with_its_reason(content, told):
    assert told in refused(content)


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(boundaries, "MOST_POINTS", 6)
    assert "6" in refused(TWO)
    monkeypatch.setattr(boundaries, "MOST_FEATURES", 1)
    assert "1" in refused(TWO)
    monkeypatch.setattr(boundaries, "MOST_BYTES", 10)
    assert "8 MB" in refused(TWO)


def test_a_ring_that_winds_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(rings, "MOST_STEPS", 0)
    assert "ลำดับที่ 1" in refused(TWO)


# --- The form


def upload(client, content=TWO, code="71", **fields):
    told = {"source": "กรมการปกครอง", "licence": "CC BY 4.0", **fields}
    sent = {"file": SimpleUploadedFile("a.geojson", content)} if content else {}
    return Tab(client, reverse("boundaries", args=[code])).send(**told, **sent)


@pytest.fixture
def sits(client, keeper):
    client.force_login(keeper)
    return client


def test_a_map_is_saved_and_replaced_and_its_history_tells_whose_it_was(sits):
    assert upload(sits).status_code == 302
    one = BoundaryMap.objects.get()
    assert (one.area_id, sorted(one.shapes), one.licence) == ("71", ["710108", "710109"], "CC BY 4.0")
    assert upload(sits, file_of(feature("711001", square(99, 14))), licence="ข").status_code == 302
    one = BoundaryMap.objects.get()
    assert (list(one.shapes), one.version) == (["711001"], 2)
    assert [row.licence for row in one.history.all()] == ["ข", "CC BY 4.0"]


def test_a_file_is_told_of_beside_what_else_is_refused_and_that_it_must_be_chosen_anew(sits):
    for content, told in ((TWO, "เลือกไฟล์อีกครั้ง"), (b"x", "GeoJSON")):
        answer = upload(sits, content, licence="", source="กรม")
        found = answer.context["form"].errors
        assert (answer.status_code, set(found)) == (422, {"file", "licence"})
        assert told in found["file"][0]
        assert answer.context["form"]["source"].value() == "กรม"
    assert upload(sits, b"x").context["form"].errors["file"] == refused(b"x").splitlines()
    assert list(upload(sits, None).context["form"].errors["file"]) == ["โปรดเลือกไฟล์"]


def test_a_map_needs_its_file_its_source_and_its_licence(sits):
    for fields in ({"content": None}, {"licence": ""}, {"source": " "}):
        assert upload(sits, **fields).status_code == 422
    answer = upload(sits, b"[]")
    assert (answer.status_code, "FeatureCollection" in str(errors(answer))) == (422, True)
    assert not BoundaryMap.objects.exists()


def test_what_is_said_about_a_map_is_changed_without_a_file(sits):
    upload(sits)
    assert upload(sits, None, licence="ODbL").status_code == 302
    one = BoundaryMap.objects.get()
    assert (one.licence, len(one.shapes)) == ("ODbL", 2)


def test_a_stale_form_does_not_write_over_another_map(sits):
    upload(sits)
    tab = Tab(sits, reverse("boundaries", args=["71"]))
    upload(sits, None, licence="ODbL")
    assert tab.send(licence="CC0").status_code == 409
    assert BoundaryMap.objects.get().licence == "ODbL"


def test_a_map_is_taken_away(sits):
    upload(sits)
    assert upload(sits, None, remove="on").status_code == 302
    assert (BoundaryMap.objects.count(), BoundaryMap.history.count()) == (0, 2)


def test_boundaries_of_abolished_areas_are_told(sits):
    assert upload(sits).status_code == 302
    page = sits.get(reverse("boundaries", args=["71"]))
    assert (page.context["abolished"], "ที่ยกเลิกแล้ว" in page.content.decode()) == ([], False)
    Area.objects.filter(code__in=["710108", "711001"]).update(
        abolished_on="2020-01-01"
    )  # 711001 is not on the map
    page = sits.get(reverse("boundaries", args=["71"]))
    assert ([one.code for one in page.context["abolished"]], "ที่ยกเลิกแล้ว" in page.content.decode()) == (
        ["710108"],
        True,
    )


def test_only_coordinators_of_the_area_upload(client, keeper, secretariat, superuser):
    path = reverse("boundaries", args=["72"])
    for user, code, status in ((secretariat, "71", 403), (keeper, "72", 403), (superuser, "72", 200)):
        client.force_login(user)
        assert client.get(path.replace("72", code)).status_code == status
    client.force_login(superuser)
    assert client.get(reverse("boundaries", args=["71010903"])).status_code == 404


# --- The map


@pytest.fixture
def drawn(sits):
    codi()
    make_line(make_project("71"), 100_000, {"710109": 100_000})
    upload(sits)
    return sits


def test_the_mapping_shows_the_values_on_the_map(drawn):
    answer = drawn.get(reverse("mapping", args=["71"]))
    shapes = {row.area.code: row.total.number for row, *_rest in answer.context["map"].shapes}
    assert shapes == {"710108": None, "710109": 100_000}
    assert answer.context["map"].missing == 1
    assert "CC BY 4.0" in answer.content.decode()


SHAPE = re.compile(r'<a href="([^"]+)">\s*<path [^>]*/>\s*<title>\s*(.*?)\s*</title>')


@pytest.mark.parametrize(
    ("asked", "href", "told"),
    [
        ({}, "/projects/", "ต.ช่องสะเดา: 100,000 บาท · เปิดรายการโครงการ"),
        ({"value": "projects"}, "/projects/", "ต.ช่องสะเดา: 1 โครงการ · เปิดรายการโครงการ"),
        ({"value": "needs"}, "/needs/", "ต.ช่องสะเดา: 1 ความต้องการ · เปิดรายการความต้องการ"),
        ({"value": "survey"}, "/areas/710109/surveys/", "ต.ช่องสะเดา: 3 วัน · เปิดการสำรวจ"),
    ],
)
def test_a_shape_opens_the_rows_of_its_value_and_says_so(drawn, asked, href, told):
    make_need("710109", severity=5)
    survey("710109", WorkStream.objects.get(code="WS08"), days=3)
    page = drawn.get(reverse("mapping", args=["71"]), asked).content.decode()
    [shape] = SHAPE.findall(page)
    assert (shape[0].split("?")[0], shape[1]) == (href, told)
    assert f'href="{shape[0]}">' in page.split('class="map"')[0], "the sum of its row leads elsewhere"
    blank = re.search(r'<title id="m710108">\s*(.*?)\s*</title>', page)
    assert blank[1].startswith("ต.วังด้ง: ")


def test_a_shape_of_a_district_opens_the_age_of_its_surveys(sits):
    upload(sits, file_of(feature("7101", square(99, 14))))
    survey("710109", WorkStream.objects.get(code="WS08"), days=3)
    page = sits.get(reverse("mapping", args=["71"]), {"value": "survey", "by": "district"}).content.decode()
    [(href, _told)] = SHAPE.findall(page)
    assert href == f"{reverse('mapping', args=['7101'])}?value=survey"
    assert sits.get(href).context["grid"].total.number == 3


def test_a_district_is_drawn_from_the_map_of_its_province(drawn):
    shown = drawn.get(reverse("mapping", args=["7101"])).context["map"]
    assert (len(shown.shapes), shown.missing) == (2, 0)


def test_without_a_map_nothing_is_missed(sits, country):
    answer = sits.get(reverse("mapping", args=["71"]))
    assert (answer.context["map"], 'class="map"' in answer.content.decode()) == (None, False)


def test_a_map_without_the_areas_that_are_shown_is_not_drawn(sits):
    upload(sits, file_of(feature("7101", square(99, 14))))
    assert sits.get(reverse("mapping", args=["71"])).context["map"] is None
    assert sits.get(reverse("mapping", args=["71"]), {"by": "district"}).context["map"].missing == 1


def test_who_is_not_logged_in_sees_no_map(sits):
    upload(sits)
    assert BoundaryMap.objects.visible_to(get_user(sits)).exists()
    assert not BoundaryMap.objects.visible_to(AnonymousUser()).exists()


def test_who_is_not_logged_in_gets_no_map_drawn(drawn):
    grid = drawn.get(reverse("mapping", args=["71"])).context["grid"]
    told = [mapping.sheet_of(one, "71", grid) for one in (AnonymousUser(), get_user(drawn))]
    assert [sheet is None for sheet in told] == [True, False]
