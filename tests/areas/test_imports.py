"""Imports in the admin: previewed whole, confirmed once, all or nothing, within the person's scope, undone whole."""

import hashlib
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from areas.imports import rules
from areas.models import Area, Cluster, ImportBatch, ImportRow, Role, Upload
from meetings.models import CapacityTopic
from plans.models import Need
from projects.models import Agency, Dimension, WorkStream
from tests.cast import CANARY, make_item, make_need, make_plan, person
from tests.knocks import readable
from tests.webforms import forms_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_this_process")]


@pytest.fixture
def keeper(client, country):
    """The coordinator of กาญจนบุรี, logged in."""
    user = person("c71", Role.COORDINATOR, "71", is_staff=True)
    client.force_login(user)
    client.user = user
    return client


def page(table, name="import", *args):
    return reverse(f"admin:{table}_{name}", args=args)


def sheet(*lines):
    return "\r\n".join(lines).encode()


def send(client, table, *lines, name="ก.csv"):
    """Send a file; return the answer."""
    return client.post(page(table), {"file": SimpleUploadedFile(name, sheet(*lines))})


def preview(client, table, *lines):
    """Send a file and return its import."""
    answer = send(client, table, *lines)
    assert answer.status_code == 302, answer.context["form"].errors
    return ImportBatch.objects.latest("pk")


def form_on(client, address, action=""):
    found = forms_of(client.get(address).content.decode())
    return next((one for one in found if "key" in one.values and one.action.endswith(action)), None)


def confirm(client, table, batch):
    """Send the form on the preview as it is shown; return the answer."""
    address = page(table, "import_batch", batch.pk)
    answer = client.post(address, form_on(client, address).filled())
    batch.refresh_from_db()
    return answer


def undo(client, table, batch):
    address = page(table, "import_undo", batch.pk)
    answer = client.post(address, form_on(client, page(table, "import_batch", batch.pk), "/undo/").filled())
    batch.refresh_from_db()
    return answer


def faults(batch):
    return [(one["number"], one["heading"], one["text"]) for one in batch.preview["faults"]]


STREAM = "projects_workstream"
SHEET = (
    "รหัส,ชื่อ,ลำดับ,ใช้อยู่",
    "ws๐๘,ที่ดินและป่า,๓,ใช่",
    "WS90,นอกเนื้องาน พอช.,,ใช่",
    "ws12,ชายแดน,12,ใช่",
)


def names():
    return dict(WorkStream.objects.values_list("code", "name"))


# --- Previewed, confirmed


def test_a_preview_tells_each_row_and_writes_nothing(keeper):
    before = names()
    batch = preview(keeper, STREAM, *SHEET)
    text = readable(keeper.get(page(STREAM, "import_batch", batch.pk)))
    assert "ที่ดินทำกินและทรัพยากร" in text
    assert "ที่ดินและป่า" in text
    assert [row["kind"] for row in batch.preview["rows"]] == ["changed", "added"]
    assert (batch.preview["same"], batch.preview["faults"], names()) == (1, [], before)


def test_what_is_confirmed_is_written_with_history_and_a_record(keeper):
    batch = preview(keeper, STREAM, *SHEET)
    assert confirm(keeper, STREAM, batch).status_code == 302
    changed, added = WorkStream.objects.get(code="WS08"), WorkStream.objects.get(code="WS12")
    assert (changed.name, changed.position, added.name) == ("ที่ดินและป่า", 3, "ชายแดน")
    assert [row.history.latest().history_user for row in (changed, added)] == [keeper.user, keeper.user]
    assert "ก.csv" in changed.history.latest().history_change_reason
    assert (batch.state, batch.upload.name, batch.user) == ("done", "ก.csv", keeper.user)
    assert batch.upload.digest == hashlib.sha256(sheet(*SHEET)).hexdigest()


def test_a_row_that_stays_the_same_gets_no_history(keeper):
    confirm(keeper, STREAM, preview(keeper, STREAM, *SHEET))
    assert WorkStream.objects.get(code="WS90").history.count() == 0  # the stage writes none


def test_the_list_as_a_workbook_comes_back_unchanged(keeper):
    content = keeper.get(page(STREAM, "export")).content
    keeper.post(page(STREAM), {"file": SimpleUploadedFile("ก.xlsx", content)})
    batch = ImportBatch.objects.get()
    assert (batch.preview["rows"], batch.preview["faults"]) == ([], [])
    assert batch.preview["same"] == WorkStream.objects.count()


def test_a_column_that_is_not_in_the_file_stays_as_it_is(keeper):
    WorkStream.objects.filter(code="WS08").update(position=9)
    confirm(keeper, STREAM, preview(keeper, STREAM, "Code,Name", "WS08,ใหม่"))
    assert WorkStream.objects.get(code="WS08").position == 9


def test_the_pages_ask_as_much_for_many_imports_and_rows_as_for_one(keeper):
    asked = []
    for rows in (1, 4):
        for _ in range(rows):
            batch = preview(keeper, STREAM, SHEET[0], *(f"WS3{n},ชื่อ {n},1,ใช่" for n in range(rows)))
        with CaptureQueriesContext(connection) as queries:
            keeper.get(page(STREAM))
            keeper.get(page(STREAM, "import_batch", batch.pk))
        asked.append(len(queries))
    assert asked[0] == asked[1]


# --- All or nothing


def test_one_wrong_row_leaves_nothing_to_confirm(keeper):
    batch = preview(keeper, STREAM, *SHEET, "WS13,,x,อาจจะ")
    told = {(number, heading) for number, heading, _text in faults(batch)}
    assert told == {(5, "ลำดับ"), (5, "ใช้อยู่"), (5, "ชื่อ")}
    address = page(STREAM, "import_batch", batch.pk)
    assert form_on(keeper, address) is None
    keeper.post(address, {"seen": batch.digest})
    assert "WS12" not in names()


def test_a_row_that_fails_while_writing_takes_all_back(keeper, monkeypatch):
    batch = preview(keeper, STREAM, *SHEET)
    form = form_on(keeper, page(STREAM, "import_batch", batch.pk))
    kept = WorkStream.save

    def save(row, *args, **kwargs):
        kept(row, *args, **kwargs)
        if row.code == "WS12":
            WorkStream.objects.create(code="WS12", name="อีกคน")

    monkeypatch.setattr(WorkStream, "save", save)
    before = names()
    keeper.post(page(STREAM, "import_batch", batch.pk), form.filled())
    assert names() == before
    assert ImportRow.objects.count() == 0


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("WS08,ก,1,ใช่", "ซ้ำกับแถว 2"),
        (",ก,1,ใช่", "ว่าง"),
        ("ก1,ก,1,ใช่", "A–Z"),
        ("WS13,นอกเนื้องาน พอช.,1,ใช่", "อยู่แล้ว"),
        ("WS13,ก,1000,ใช่", "999"),
        ("WS13,ก,-1,ใช่", "-1"),
        (f"WS13,{'ก' * 121},1,ใช่", "120"),
        ("WS1234567,ก,1,ใช่", "8"),
    ],
)
def test_a_wrong_row_is_told_with_its_number_and_why(keeper, line, told):
    batch = preview(keeper, STREAM, "รหัส,ชื่อ,ลำดับ,ใช้อยู่", "WS08,ข,1,ใช่", line)
    assert [number for number, _heading, _text in faults(batch)] == [3]
    assert told in faults(batch)[0][2]


def test_a_code_whose_zeros_excel_dropped_is_told(keeper):
    CapacityTopic.objects.create(code="007", name="ระบบข้อมูล")
    batch = preview(keeper, "meetings_capacitytopic", "รหัส,ชื่อ", "7,ระบบ")
    assert "“007”" in faults(batch)[0][2]


@pytest.mark.parametrize(("heads", "told"), [("รหัส,รหัส", "ซ้ำ"), ("รหัส,สี", "ไม่รู้จัก"), ("ชื่อ", "ไม่มีคอลัมน์")])
def test_headings_that_are_not_clear_are_told(keeper, heads, told):
    batch = preview(keeper, STREAM, heads, "WS08,ก")
    assert told in faults(batch)[0][2]


def test_a_file_that_cannot_be_read_comes_back_with_the_sentence(keeper):
    answer = send(keeper, STREAM, "รหัส", name="ก.pdf")
    assert answer.status_code == 422
    assert ".xlsx" in str(answer.context["form"].errors["file"])
    assert keeper.post(page(STREAM), {}).status_code == 422
    assert ImportBatch.objects.count() == 0


# --- Once, and never over what changed


def test_a_preview_that_the_table_has_left_behind_is_not_written(keeper):
    batch = preview(keeper, STREAM, *SHEET)
    form = form_on(keeper, page(STREAM, "import_batch", batch.pk))
    row = WorkStream.objects.get(code="WS08")
    row.name = "ชื่อที่คนอื่นเพิ่งแก้"
    row.save()
    answer = keeper.post(page(STREAM, "import_batch", batch.pk), form.filled(), follow=True)
    assert "ชื่อที่คนอื่นเพิ่งแก้" in readable(answer)
    assert names()["WS08"] == "ชื่อที่คนอื่นเพิ่งแก้"
    assert "WS12" not in names()
    confirm(keeper, STREAM, batch)
    assert names()["WS08"] == "ที่ดินและป่า"


def test_a_confirm_sent_twice_has_one_effect(keeper):
    batch = preview(keeper, STREAM, *SHEET)
    address = page(STREAM, "import_batch", batch.pk)
    form = form_on(keeper, address)
    assert [keeper.post(address, form.filled()).status_code for _ in range(2)] == [302, 302]
    assert keeper.post(address, {"seen": batch.digest}).status_code == 422
    assert WorkStream.objects.get(code="WS08").version == 2


def test_the_same_file_sent_again_finds_nothing_to_do(keeper):
    confirm(keeper, STREAM, preview(keeper, STREAM, *SHEET))
    again = preview(keeper, STREAM, *SHEET)
    assert (again.preview["rows"], again.preview["same"]) == ([], 3)


NEEDS = ("เลขที่ในระบบ,พื้นที่,มิติ,ความต้องการ,ความรุนแรง (1–5)", ",710109,สิ่งแวดล้อม,น้ำแล้ง,๔")


def test_new_needs_of_the_same_file_come_once(keeper):
    first, second = preview(keeper, "plans_need", *NEEDS), preview(keeper, "plans_need", *NEEDS)
    form = form_on(keeper, page("plans_need", "import_batch", second.pk))
    confirm(keeper, "plans_need", first)
    keeper.post(page("plans_need", "import_batch", second.pk), form.filled())
    assert (Need.objects.count(), Need.objects.get().severity) == (1, 4)
    second.refresh_from_db()
    assert "ซ้ำ" in faults(second)[0][2]


def test_a_need_is_written_with_two_queries_whatever_was_asked_of_it_before(keeper):
    """Its fields are cleaned once, as it is laid beside the table: more rows ask for the row and its history alone."""

    def made(rows):
        lines = [f",710109,สิ่งแวดล้อม,เรื่อง {rows} {one},4" for one in range(rows)]
        with CaptureQueriesContext(connection) as queries:
            batch = preview(keeper, "plans_need", NEEDS[0], *lines)
        assert (len(batch.preview["rows"]), faults(batch)) == (rows, [])
        return len([one for one in queries if "SAVEPOINT" not in one["sql"]])

    made(1)  # the visit is written down first
    assert made(15) - made(5) == 2 * 10


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        (",710109,สิ่งแวดล้อม,น้ำ,9", "ความรุนแรง (1–5)"),
        (",710109,สิ่งแวดล้อม,น้ำ,0", "ความรุนแรง (1–5)"),
        (",710109,สิ่งแวดล้อม,,4", "ความต้องการ"),
        (f",710109,สิ่งแวดล้อม,{'น' * 201},4", "ความต้องการ"),
        (",7101,สิ่งแวดล้อม,น้ำ,4", "พื้นที่"),
        (",710109,,น้ำ,4", "มิติ"),
    ],
)
def test_what_a_need_asks_for_is_asked_of_a_sheet_too(keeper, line, heading):
    batch = preview(keeper, "plans_need", NEEDS[0], line)
    assert [fault[1] for fault in faults(batch)] == [heading]
    assert batch.preview["rows"] == []


def test_a_preview_that_nobody_confirms_is_forgotten_in_time_and_an_import_never(keeper):
    waits, done, young = (preview(keeper, STREAM, SHEET[0], f"WS2{n},งาน {n},2{n},") for n in range(3))
    confirm(keeper, STREAM, done)
    old = now() - timedelta(days=rules.PREVIEW_DAYS + 1)
    for model, keys in [(ImportBatch, (waits.pk, done.pk)), (Upload, (waits.upload_id, done.upload_id))]:
        model.objects.filter(pk__in=keys).update(created_at=old)
    latest = preview(keeper, STREAM, *SHEET)
    assert set(ImportBatch.objects.all()) == {done, young, latest}
    assert set(Upload.objects.all()) == {done.upload, young.upload, latest.upload}


def test_an_import_is_its_owner_s_alone(keeper, client, superuser):
    batch = preview(keeper, STREAM, *SHEET)
    addresses = [page(STREAM, name, batch.pk) for name in ("import_batch", "import_undo")]
    client.force_login(person("other", Role.COORDINATOR, "71", is_staff=True))
    for address in addresses:
        assert client.get(address).status_code == 404
        assert client.post(address, {"seen": batch.digest}).status_code == 404
    assert "ก.csv" not in readable(client.get(page(STREAM)))
    client.force_login(superuser)
    for address in addresses:
        assert form_on(client, address) is None
        assert client.post(address, {"seen": batch.digest}).status_code == 403
    assert "ก.csv" in readable(client.get(page(STREAM)))
    assert "WS12" not in names()


def test_an_import_is_confirmed_on_the_page_of_its_own_table(keeper):
    batch = preview(keeper, STREAM, *SHEET)
    assert keeper.get(page("projects_dimension", "import_batch", batch.pk)).status_code == 404


# --- Scope


@pytest.mark.parametrize("name", ["import", "import_batch", "import_undo"])
@pytest.mark.parametrize("who", ["secretariat", "reader"])
def test_who_may_not_enter_the_admin_imports_nothing(client, request, name, who):
    client.force_login(request.getfixturevalue(who))
    address = page(STREAM, name, *([] if name == "import" else [1]))
    assert client.get(address).status_code == 302
    assert client.post(address, {"file": SimpleUploadedFile("ก.csv", sheet(*SHEET))}).status_code == 302
    assert Upload.objects.count() == 0


def test_a_need_of_elsewhere_is_answered_as_one_that_is_not_there(keeper):
    other = make_need("720102", title=f"น้ำ{CANARY}")
    heads = "เลขที่ในระบบ,ความต้องการ"
    batch = preview(keeper, "plans_need", heads, f"{other.pk},ก", "99999,ก")
    told = [re.sub(r"\d+", "", text) for _number, _heading, text in faults(batch)]
    assert len(told) == 2
    assert told[0] == told[1]
    assert CANARY not in readable(keeper.get(page("plans_need", "import_batch", batch.pk)))


def test_a_place_of_elsewhere_is_answered_as_one_that_is_not_there(keeper):
    lines = [",720102,สิ่งแวดล้อม,น้ำ,4", ",720199,สิ่งแวดล้อม,น้ำ,4"]
    told = [text for _number, heading, text in faults(preview(keeper, "plans_need", NEEDS[0], *lines))]
    assert [re.sub(r"“\d+”", "", text) for text in told[:1]] == [
        re.sub(r"“\d+”", "", text) for text in told[1:]
    ]
    assert Need.objects.count() == 0


@pytest.mark.parametrize("line", ["ทต.รั้วใหญ่,หน่วยงานระดับจังหวัด", "ธกส.,ธนาคารหรือกองทุน"])
def test_an_agency_that_others_look_after_is_not_changed(keeper, line):
    Agency.objects.create(name="ทต.รั้วใหญ่", kind="local", area_id="72")
    batch = preview(keeper, "projects_agency", "ชื่อ,ประเภท", line)
    assert faults(batch) != []


def test_an_agency_of_the_own_province_is_added_and_changed(keeper):
    """Negative control."""
    lines = ("ชื่อ,ประเภท,พื้นที่ทำงาน", "อบจ.กาญจนบุรี,หน่วยงานระดับจังหวัด,71", "ทต.ใหม่,อปท.,710109")
    confirm(keeper, "projects_agency", preview(keeper, "projects_agency", *lines))
    kinds = dict(Agency.objects.values_list("name", "kind"))
    assert (kinds["อบจ.กาญจนบุรี"], kinds["ทต.ใหม่"]) == ("province", "local")


def test_a_cluster_is_named_by_its_own_and_added_by_nobody(keeper, client, superuser):
    client.force_login(superuser)
    lines = ("ชื่อ,การจัดกลุ่มของ", "ภาคกลางตอนล่าง 1 (พอช.),มหาดไทย", "ใหม่,พอช.")
    batch = preview(client, "areas_cluster", *lines)
    assert [number for number, _heading, _text in faults(batch)] == [3]
    confirm(client, "areas_cluster", preview(client, "areas_cluster", *lines[:2]))
    assert Cluster.objects.get().scheme == "มหาดไทย"


# --- Rules of the tables


def test_the_last_row_in_use_is_not_put_away(keeper):
    lines = ("รหัส,ใช้อยู่", *(f"{code},ไม่ใช่" for code in names()))
    batch = preview(keeper, STREAM, *lines)
    assert len(faults(batch)) == 1
    assert WorkStream.objects.filter(is_active=True).count() == len(names())


def test_a_need_stays_in_its_tambon(keeper):
    need = make_need("710109", title="น้ำ")
    batch = preview(keeper, "plans_need", "เลขที่ในระบบ,พื้นที่", f"{need.pk},710108")
    assert [heading for _number, heading, _text in faults(batch)] == ["พื้นที่"]


def test_a_row_keeps_what_forms_no_longer_offer(keeper):
    need = make_need("710109", title="น้ำ")
    Dimension.objects.filter(pk=need.dimension_id).update(is_active=False)
    line = f"{need.pk},{need.dimension},น้ำแล้ง"
    batch = preview(keeper, "plans_need", "เลขที่ในระบบ,มิติ,ความต้องการ", line)
    assert faults(batch) == []
    assert "เลือก" in faults(preview(keeper, "plans_need", *NEEDS[:1], f",710109,{need.dimension},ก,4"))[0][2]


# --- Undone whole


def test_an_import_is_undone_whole(keeper):
    before = names()
    batch = preview(keeper, STREAM, *SHEET)
    confirm(keeper, STREAM, batch)
    assert undo(keeper, STREAM, batch).status_code == 302
    assert (names(), batch.state) == (before, "undone")
    assert WorkStream.objects.get(code="WS08").history.count() == 2


def test_an_import_whose_rows_were_changed_since_is_not_undone(keeper):
    batch = preview(keeper, STREAM, *SHEET)
    confirm(keeper, STREAM, batch)
    WorkStream.objects.get(code="WS12").save()
    assert undo(keeper, STREAM, batch).status_code == 422
    assert (names()["WS08"], batch.state) == ("ที่ดินและป่า", "done")


def test_an_import_whose_row_is_used_by_now_is_not_undone(keeper):
    batch = preview(keeper, "plans_need", *NEEDS)
    confirm(keeper, "plans_need", batch)
    need = Need.objects.get()
    make_item(make_plan("710109"), title="ฝาย", need=need)
    assert undo(keeper, "plans_need", batch).status_code == 422
    assert Need.objects.filter(pk=need.pk).exists()


def test_rows_that_left_the_person_s_scope_are_not_undone(keeper):
    batch = preview(keeper, "plans_need", *NEEDS)
    confirm(keeper, "plans_need", batch)
    keeper.user.assignments.update(area_id="72")
    assert undo(keeper, "plans_need", batch).status_code == 422
    assert Need.objects.count() == 1


# --- Places by their names


@pytest.mark.parametrize("cell", ["710109", "710109 ต.ช่องสะเดา", "ต.ช่องสะเดา", "ช่องสะเดา"])
def test_a_place_is_named_by_its_code_or_its_name(keeper, cell):
    confirm(keeper, "plans_need", preview(keeper, "plans_need", NEEDS[0], f",{cell},สิ่งแวดล้อม,น้ำ,4"))
    assert Need.objects.get().area_id == "710109"


def test_a_name_of_several_places_asks_for_the_code(keeper):
    Area.objects.create(code="710199", level="tambon", parent_id="7101", name_th="ช่องสะเดา")
    batch = preview(keeper, "plans_need", NEEDS[0], ",ต.ช่องสะเดา,สิ่งแวดล้อม,น้ำ,4")
    assert [(heading, "รหัส" in text) for _number, heading, text in faults(batch)][:1] == [("พื้นที่", True)]
