"""The pages of figures: what is newest and how old, sums that say of whom, and a grid that is saved whole."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from areas import profile_table
from areas.models import Area, AreaProfile, ImportBatch
from tests.knocks import readable
from tests.webforms import forms_of

pytestmark = pytest.mark.django_db
TAMBON, VILLAGE, SECOND = "710109", "71010903", "71010904"


def make(area, year=2566, source="ทต.", **figures):
    return AreaProfile.objects.create(area_id=area, year=year, source=source, **figures)


@pytest.fixture
def two_villages(country):
    more = {"level": "village", "parent_id": TAMBON}
    Area.objects.create(code=SECOND, name_th="ท่าน้ำตื้น", moo_no=4, **more)


def table(user, code=TAMBON):
    return profile_table.read(Area.objects.get(code=code), user)


def total(user, code=TAMBON, at=0):
    return table(user, code).totals[at]


# --- Reading


def test_each_figure_is_the_newest_that_tells_it(two_villages, worker):
    make(VILLAGE, 2564, households=100, population=300)
    make(VILLAGE, 2566, households=120)
    row = table(worker).groups[0].rows[0]
    assert [cell.figure.count if cell.figure else None for cell in row.cells] == [120, 300, None]
    assert (row.newest.year, [cell.differs for cell in row.cells]) == (2566, [False, True, False])


def test_a_sum_says_of_how_many_and_who_is_missing(two_villages, worker):
    make(VILLAGE, households=120)
    make(TAMBON, 2565, households=410)
    one = total(worker)
    assert (one.count, one.known, one.all, one.missing, one.is_whole) == (120, 1, 2, ["ม.4 ท่าน้ำตื้น"], False)
    assert one.own.count == 410


def test_a_tambon_has_its_villages_sum_only_where_each_has_told(two_villages, secretariat):
    make(VILLAGE, 2564, households=120)
    rows = {row.area.code: row for row in table(secretariat, "7101").groups[0].rows}
    assert rows[TAMBON].cells[0].figure is None
    make(SECOND, households=80)
    rows = {row.area.code: row for row in table(secretariat, "7101").groups[0].rows}
    figure = rows[TAMBON].cells[0].figure
    assert (figure.count, figure.of, figure.year) == (200, 2, 2564)


def test_a_province_shows_its_tambons_by_district(country, secretariat):
    make(TAMBON, households=417)
    make("711001", households=900)
    found = table(secretariat, "71")
    assert [(group.district.code, len(group.rows)) for group in found.groups] == [("7101", 2), ("7110", 1)]
    assert (found.totals[0].count, found.totals[0].missing) == (1317, ["ต.วังด้ง"])


def test_an_old_figure_asks_to_be_surveyed_again(client, two_villages, worker):
    make(VILLAGE, 2560, households=120)
    client.force_login(worker)
    assert "ควรสำรวจใหม่" in readable(client.get(reverse("profiles", args=[TAMBON])))


def test_figures_of_elsewhere_are_not_told(client, country, stranger):
    make(TAMBON, households=417, source="ขมิ้นเหลืองอ๋อย")
    client.force_login(stranger)
    assert client.get(reverse("profiles", args=[TAMBON])).status_code == 404
    assert "ขมิ้นเหลืองอ๋อย" not in readable(client.get(reverse("area_detail", args=[TAMBON])))


def test_the_figures_an_area_tells_of_itself_are_its_own_people_s_to_read(country, worker, stranger):
    make(TAMBON, households=417)
    area = Area.objects.get(code=TAMBON)
    assert profile_table.own(area, worker).newest.count == 417
    assert profile_table.own(area, stranger).newest is None


def test_a_reader_gets_no_way_to_fill(client, two_villages, reader):
    client.force_login(reader)
    text = readable(client.get(reverse("profiles", args=[TAMBON])))
    assert reverse("profiles_fill", args=[TAMBON]) not in text
    assert reverse("profiles_import", args=[TAMBON]) not in text


# --- Filling


def address(code=TAMBON, year="2566"):
    return f"{reverse('profiles_fill', args=[code])}?year={year}"


def form(client, **where):
    found = forms_of(client.get(address(**where)).content.decode())
    return next(one for one in found if "key" in one.values)


def fill(client, **typed):
    return client.post(address(), form(client).filled(**{"source": "ทต. ช่องสะเดา", **typed}))


@pytest.fixture
def filler(client, two_villages, worker):
    client.force_login(worker)
    return client


def test_many_areas_are_filled_at_once_and_signed(filler, worker):
    typed = {
        f"households_{VILLAGE}": "๑,๒๔๐",
        f"population_{VILLAGE}": "3000",
        f"households_{SECOND}": "80 ครัวเรือน",
    }
    assert fill(filler, **typed).status_code == 302
    rows = AreaProfile.objects.values_list("area", "year", "households", "population", "source")
    assert sorted(rows) == [
        (VILLAGE, 2566, 1240, 3000, "ทต. ช่องสะเดา"),
        (SECOND, 2566, 80, None, "ทต. ช่องสะเดา"),
    ]
    assert AreaProfile.objects.first().history.latest().history_user == worker


def test_a_row_that_stays_keeps_who_told_it(filler):
    make(VILLAGE, source="ผู้ใหญ่บ้าน", households=120)
    assert fill(filler, **{f"households_{SECOND}": "80"}).status_code == 302
    row = AreaProfile.objects.get(area=VILLAGE)
    assert (row.source, row.version) == ("ผู้ใหญ่บ้าน", 1)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({f"households_{SECOND}": "แปดสิบ"}, "อ่านเป็นจำนวนไม่ได้"),
        ({f"population_{SECOND}": "10", f"elderly_{SECOND}": "11"}, "มากกว่าจำนวนประชากร"),
        ({f"households_{SECOND}": "99999999"}, "มากกว่า 20,000,000"),
        ({f"households_{VILLAGE}": ""}, "กรอกตัวเลขอย่างน้อยหนึ่งช่อง"),
        ({f"households_{SECOND}": "80", "source": " "}, "แหล่งข้อมูล"),
        ({}, "ยังไม่มีตัวเลขใดต่าง"),
    ],
)
def test_one_wrong_row_keeps_all_from_being_written(filler, typed, told):
    make(VILLAGE, households=120)
    good = {f"population_{TAMBON}": "900"} if typed else {}
    answer = fill(filler, **good, **typed)
    assert answer.status_code == 422
    assert told in readable(answer)
    assert list(AreaProfile.objects.values_list("area", "households")) == [(VILLAGE, 120)]


def test_figures_that_somebody_else_wrote_meanwhile_are_not_overwritten(filler):
    opened = form(filler)
    make(VILLAGE, households=120)
    answer = filler.post(address(), opened.filled(source="ก", **{f"households_{VILLAGE}": "5"}))
    assert answer.status_code == 409
    assert "120" in readable(answer)
    assert AreaProfile.objects.get().households == 120


def test_a_year_of_the_common_era_is_refused_with_the_year_to_type(filler):
    text = readable(filler.get(address(year="2023")))
    assert "2023 เป็นปี ค.ศ." in text
    assert "กรอกข้อมูลพื้นฐานปี 25" in text


def test_an_area_of_elsewhere_is_not_written_though_it_is_sent(filler):
    assert fill(filler, households_720102="5", **{f"households_{SECOND}": "80"}).status_code == 302
    assert not AreaProfile.objects.filter(area="720102").exists()


def test_an_abolished_area_takes_no_figures(filler):
    Area.objects.filter(code=TAMBON).update(abolished_on="2020-01-01")
    assert filler.get(address()).status_code == 404


# --- By workbook


def book(client, **asked):
    """Return the workbook to fill, as a person opens it."""
    content = b"".join(client.get(reverse("profiles_workbook", args=[TAMBON]), asked).streaming_content)
    return openpyxl.load_workbook(BytesIO(content))


def send(client, workbook, code=TAMBON):
    target = BytesIO()
    workbook.save(target)
    sent = SimpleUploadedFile("ก.xlsx", target.getvalue())
    return client.post(reverse("profiles_import", args=[code]), {"file": sent})


def press(client, name):
    """Press the one button of the page of the last import."""
    batch = ImportBatch.objects.latest("pk")
    shown = client.get(reverse("profiles_import_batch", args=[TAMBON, batch.pk])).content.decode()
    form = next(one for one in forms_of(shown) if "key" in one.values)
    return client.post(reverse(name, args=[TAMBON, batch.pk]), form.filled())


@pytest.mark.usefixtures("in_this_process")
def test_a_workbook_is_downloaded_filled_read_back_and_undone_whole(filler, worker):
    make(VILLAGE, source="ผู้ใหญ่บ้าน", households=120)
    workbook = book(filler, year="๒๕๖๖", source="ทต.")
    rows = [[cell.value for cell in row] for row in workbook.active.rows]
    assert [row[1][:8] for row in rows[1:]] == ["710109 ต", VILLAGE, SECOND]
    assert (rows[2][3], rows[2][6], rows[3][6]) == (120, "ผู้ใหญ่บ้าน", "ทต.")
    workbook.active["D4"] = 80
    assert send(filler, workbook).status_code == 302
    assert AreaProfile.objects.count() == 1
    press(filler, "profiles_import_batch")
    row = AreaProfile.objects.get(area=SECOND)
    assert (row.year, row.households, row.source, row.created_by) == (2566, 80, "ทต.", worker)
    press(filler, "profiles_import_undo")
    assert list(AreaProfile.objects.values_list("area", flat=True)) == [VILLAGE]


@pytest.mark.usefixtures("in_this_process")
def test_a_workbook_of_elsewhere_is_refused(filler):
    workbook = book(filler)
    workbook.active["B2"], workbook.active["D2"], workbook.active["G2"] = "720102", 5, "ก"
    send(filler, workbook)
    assert [one["number"] for one in ImportBatch.objects.get().preview["faults"]] == [2]


@pytest.mark.usefixtures("in_this_process")
def test_an_import_is_its_owner_s_alone(filler, secretariat):
    workbook = book(filler)
    workbook.active["D2"], workbook.active["G2"] = 5, "ก"
    send(filler, workbook)
    filler.force_login(secretariat)
    address = reverse("profiles_import_batch", args=[TAMBON, ImportBatch.objects.get().pk])
    assert (filler.get(address).status_code, filler.post(address).status_code) == (404, 404)
