"""What stands around an area: other names find it, parts of local authorities are true, sheets come and go whole."""

from io import BytesIO

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from areas import loading
from areas.loading import SourceArea
from areas.models import (
    Area,
    AreaAlias,
    CommunityOrganization,
    Designation,
    ImportBatch,
    LocalAuthority,
    LocalAuthorityArea,
)
from areas.row_cells import RowCell
from areas.search import hits
from tests.cast import CANARY
from tests.knocks import readable
from tests.webforms import forms_of, save_in_admin

pytestmark = pytest.mark.django_db
TAMBON = "710109"


def found(text, user):
    return [one.area.code for one in hits(text, user).hits]


def alias(name="สะเดาใหญ่", area=TAMBON):
    return AreaAlias.objects.create(area_id=area, name=name)


# --- Other names


def test_an_area_is_found_by_another_name_and_no_longer_once_that_changed(worker):
    row = alias()
    assert found("ต.สะเดาใหญ่ กาญจนบุรี", worker) == [TAMBON]
    row.area_id = "710108"
    row.save()
    assert found("สะเดาใหญ่", worker) == ["710108"]
    row.delete()
    assert found("สะเดาใหญ่", worker) == []


def test_another_name_stays_when_the_area_is_saved_or_loaded_anew(worker):
    alias()
    area = Area.objects.get(code=TAMBON)
    area.save()
    assert found("สะเดาใหญ่", worker) == [TAMBON]
    source = {
        one.code: SourceArea(one.code, one.name_th, one.name_en)
        for one in Area.objects.exclude(level="village")
    }
    source[TAMBON] = SourceArea(TAMBON, "ช่องสะเดาใหม่", "Chong Sadao")
    loading.load(source)
    assert found("สะเดาใหญ่", worker) == found("ช่องสะเดาใหม่", worker) == [TAMBON]


def test_an_import_understands_another_name_of_an_own_area_alone(worker):
    alias()
    alias("รั้วเก่า", "720102")
    cell = RowCell(Area)
    assert cell.clean("ต.สะเดาใหญ่", user=worker).code == TAMBON
    with pytest.raises(ValueError, match="รั้วเก่า"):
        cell.clean("รั้วเก่า", user=worker)


@pytest.mark.parametrize("name", ["ช่องสะเดา", "chong sadao", " ", "ฯ"])
def test_a_name_that_says_nothing_new_is_refused(country, name):
    with pytest.raises(ValidationError):
        AreaAlias(area_id=TAMBON, name=name).full_clean()


def test_an_area_has_no_more_other_names_than_its_key_holds(country):
    for number in range(8):
        alias(f"{'ก' * 70} {number}")
    with pytest.raises(ValidationError, match="มากที่สุด"):
        AreaAlias(area_id=TAMBON, name="เก้า").full_clean()
    assert len(Area.objects.get(code=TAMBON).search_key) < 1000


# --- Local authorities


@pytest.fixture
def authority(country):
    return LocalAuthority.objects.create(code="06710109", name="อบต.ช่องสะเดา", kind="tambon")


@pytest.fixture
def town(country):
    return LocalAuthority.objects.create(code="04710101", name="ทม.กาญจนบุรี", kind="town")


def part(authority, part="whole", area=TAMBON):
    return LocalAuthorityArea(authority=authority, area_id=area, part=part)


def test_two_authorities_share_a_tambon_in_parts(authority, town):
    for one in (authority, town):
        row = part(one, "partial")
        row.full_clean()
        row.save()
    assert LocalAuthorityArea.objects.filter(area=TAMBON).count() == 2


@pytest.mark.parametrize(
    ("first", "second"), [("whole", "partial"), ("partial", "whole"), ("whole", "whole")]
)
def test_of_a_tambon_that_one_holds_whole_nothing_is_left(authority, town, first, second):
    part(authority, first).save()
    with pytest.raises(ValidationError, match=r"อบต\.ช่องสะเดา"):
        part(town, second).full_clean()


def test_a_provincial_organisation_lies_over_the_others(authority):
    part(authority).save()
    provincial = LocalAuthority.objects.create(code="02710101", name="อบจ.", kind="provincial")
    part(provincial).full_clean()


def test_an_authority_holds_tambons_alone(authority):
    with pytest.raises(ValidationError, match="เลือกตำบล"):
        part(authority, area="7101").full_clean()


# --- The page of the area


def test_the_page_of_an_area_shows_what_stands_around_it(client, worker, authority):
    alias()
    part(authority, "partial").save()
    Designation.objects.create(area_id=TAMBON, kind="แปลงสาธิต", fiscal_year=2566, source="เวที 18 มิ.ย. 2566")
    CommunityOrganization.objects.create(
        area_id=TAMBON, name="กลุ่มทอผ้า", kind="savings", registered_on="2009-08-14"
    )
    client.force_login(worker)
    text = readable(client.get(reverse("area_detail", args=[TAMBON])))
    for word in ("สะเดาใหญ่", "แปลงสาธิต", "บางส่วน", "06710109", "กลุ่มทอผ้า", "14 ส.ค. 2552"):
        assert word in text


def test_an_organisation_of_elsewhere_is_not_told(client, stranger):
    CommunityOrganization.objects.create(area_id=TAMBON, name=CANARY, kind="savings")
    client.force_login(stranger)
    assert CANARY not in readable(client.get(reverse("area_detail", args=[TAMBON])))


# --- The admin


@pytest.fixture
def desk(client, keeper, in_this_process):
    """The coordinator of กาญจนบุรี, logged in; files are read here, not in a child."""
    client.force_login(keeper)
    return client


SHEETS = [
    (AreaAlias, "เลขที่ในระบบ,พื้นที่,ชื่ออื่น", [",710109,สะเดาใหญ่"]),
    (
        Designation,
        "เลขที่ในระบบ,พื้นที่,กำหนดเป็น,ปีงบประมาณ,จากการประชุมหรือหนังสือใด",
        [",710109,ตำบลตัวอย่าง,๒๕๖๖,เวที"],
    ),
    (LocalAuthority, "รหัส อปท.,ชื่อ,ประเภท,ใช้อยู่", ["05710102,ทต.วังด้ง,เทศบาลตำบล,ใช่"]),
    (
        LocalAuthorityArea,
        "เลขที่ในระบบ,อปท.,ตำบล,ส่วนที่ดูแล",
        [",06710109,710109,บางส่วน"],
    ),
    (
        CommunityOrganization,
        "เลขที่ในระบบ,ที่ตั้ง,ชื่อ,ประเภท,จดแจ้งเมื่อ,ใช้อยู่",
        [",710109,กลุ่มทอผ้า,กลุ่มออมทรัพย์,14 ส.ค. 52,ใช่"],
    ),
]


def page(model, name, *args):
    return reverse(f"admin:areas_{model._meta.model_name}_{name}", args=args)


def preview(client, model, heads, rows):
    sent = SimpleUploadedFile("ก.csv", "\r\n".join([heads, *rows]).encode())
    assert client.post(page(model, "import"), {"file": sent}).status_code == 302
    return ImportBatch.objects.latest("pk")


def press(client, model, name, batch):
    shown = client.get(page(model, "import_batch", batch.pk)).content.decode()
    form = next(one for one in forms_of(shown) if "key" in one.values)
    return client.post(page(model, name, batch.pk), form.filled())


@pytest.mark.parametrize(("model", "heads", "rows"), SHEETS, ids=lambda one: getattr(one, "__name__", ""))
def test_a_sheet_is_read_exported_read_back_unchanged_and_undone(desk, authority, model, heads, rows):
    before = model.objects.count()
    batch = preview(desk, model, heads, rows)
    assert batch.preview["faults"] == []
    press(desk, model, "import_batch", batch)
    assert model.objects.count() == before + 1
    content = desk.get(page(model, "export")).content
    desk.post(page(model, "import"), {"file": SimpleUploadedFile("ข.xlsx", content)})
    again = ImportBatch.objects.latest("pk").preview
    assert (again["rows"], again["faults"], again["same"]) == ([], [], before + 1)
    press(desk, model, "import_undo", batch)
    assert model.objects.count() == before


@pytest.mark.parametrize(
    ("at", "row", "told"),
    [
        (0, ",720102,รั้วเก่า", "720102"),
        (0, ",710109,ช่องสะเดา", "ชื่อของพื้นที่นี้อยู่แล้ว"),
        (1, ",710109,ตำบลตัวอย่าง,2023,เวที", "พ.ศ."),
        (2, "06710109x9999,ก,เทศบาลตำบล,ใช่", "10"),
        (3, ",06710109,7101,บางส่วน", "เลือกตำบล"),
        (4, ",710109,ก,กลุ่มออมทรัพย์,31 ก.พ. 52,ใช่", "ก.พ."),
    ],
)
def test_a_wrong_row_is_told_and_nothing_written(desk, authority, at, row, told):
    model, heads, rows = SHEETS[at]
    before = model.objects.count()
    batch = preview(desk, model, heads, [row, *rows])
    assert [one["number"] for one in batch.preview["faults"]] == [2]
    assert told in batch.preview["faults"][0]["text"]
    press(desk, model, "import_batch", batch) if batch.preview["faults"] == [] else None
    assert model.objects.count() == before


def test_an_organisation_is_typed_with_a_day_of_the_buddhist_era(desk):
    values = {
        "area": TAMBON,
        "name": "กลุ่มทอผ้า",
        "kind": "savings",
        "registered_on": "๑๔ ส.ค. ๒๕๕๒",
        "is_active": "on",
    }
    assert save_in_admin(desk, page(CommunityOrganization, "add"), values).status_code == 302
    assert str(CommunityOrganization.objects.get().registered_on) == "2009-08-14"


def test_a_row_that_is_there_already_is_refused_in_the_form(desk):
    alias()
    answer = save_in_admin(desk, page(AreaAlias, "add"), {"area": TAMBON, "name": "สะเดาใหญ่"})
    assert answer.status_code == 200
    assert "มีชื่ออื่นชื่อนี้อยู่แล้ว" in readable(answer)


def test_the_sheet_of_clusters_tells_their_provinces_and_reads_back_unchanged(desk, superuser):
    desk.force_login(superuser)
    content = desk.get("/admin/areas/cluster/export/").content
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(BytesIO(content)).active.rows]
    assert rows[1][3] == "71 จ.กาญจนบุรี, 72 จ.สุพรรณบุรี"
    desk.post("/admin/areas/cluster/import/", {"file": SimpleUploadedFile("ก.xlsx", content)})
    preview = ImportBatch.objects.get().preview
    assert (preview["faults"], preview["same"], len(preview["unread"])) == ([], 1, 1)
