"""The desk of area profiles: figures of the own areas, typed or from a sheet, one profile for each area and year."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from areas.models import AreaProfile, ImportBatch, Role
from tests.cast import person
from tests.knocks import readable
from tests.webforms import forms_of, save_in_admin

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_this_process")]
LIST = "/admin/areas/areaprofile/"
FIGURES = {"households": "๑,๒๔๐", "population": "3900", "elderly": "", "source": "ทต. ช่องสะเดา"}
HEADS = "เลขที่ในระบบ,พื้นที่,ปี,ครัวเรือน,ประชากร,ผู้สูงอายุ 60 ปีขึ้นไป,แหล่งข้อมูล"


@pytest.fixture
def keeper(client, country):
    """The coordinator of กาญจนบุรี, logged in."""
    user = person("c71", Role.COORDINATOR, "71", is_staff=True)
    client.force_login(user)
    client.user = user
    return client


def make_profile(area="710109", year=2566, **values):
    return AreaProfile.objects.create(
        area_id=area, year=year, **{"households": 417, "source": "ทต.", **values}
    )


def add(client, **values):
    return save_in_admin(client, f"{LIST}add/", {"area": "710109", "year": "๒๕๖๖", **FIGURES, **values})


def preview(client, *lines):
    """Send a sheet; return its import."""
    sent = SimpleUploadedFile("ก.csv", "\r\n".join([HEADS, *lines]).encode())
    assert client.post(f"{LIST}import/", {"file": sent}).status_code == 302
    return ImportBatch.objects.latest("pk")


def confirm(client, batch):
    address = f"{LIST}import/{batch.pk}/"
    form = next(one for one in forms_of(client.get(address).content.decode()) if "key" in one.values)
    return client.post(address, form.filled())


def test_figures_are_typed_in_digits_of_either_kind_and_signed(keeper):
    assert add(keeper).status_code == 302
    row = AreaProfile.objects.get()
    assert (row.year, row.households, row.population, row.elderly) == (2566, 1240, 3900, None)
    assert row.history.latest().history_user == keeper.user


def test_an_area_has_one_profile_of_a_year(keeper):
    make_profile()
    answer = add(keeper)
    assert answer.status_code == 200
    assert "ต.ช่องสะเดา มีข้อมูลปี 2566 อยู่แล้ว" in readable(answer)
    assert AreaProfile.objects.count() == 1
    assert add(keeper, year="2567").status_code == 302


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"households": "", "population": ""}, "กรอกตัวเลขอย่างน้อยหนึ่งช่อง"),
        ({"elderly": "3901"}, "ผู้สูงอายุมากกว่า"),
        ({"households": "99999999999"}, "มากกว่า 20,000,000"),
        ({"year": "2023"}, "2566"),
        ({"area": "720102"}, "พื้นที่"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(keeper, values, told):
    answer = add(keeper, **values)
    assert answer.status_code == 200
    assert told in readable(answer)
    assert "ทต. ช่องสะเดา" in readable(answer)
    assert not AreaProfile.objects.exists()


def test_a_sheet_adds_and_changes_profiles(keeper):
    there = make_profile()
    batch = preview(keeper, f"{there.pk},710109,2566,420,,,ทต.", ",71010903,๒๕๖๖,120,400,60,ผู้ใหญ่บ้าน")
    assert batch.preview["faults"] == []
    assert confirm(keeper, batch).status_code == 302
    assert list(AreaProfile.objects.values_list("area", "households")) == [("710109", 420), ("71010903", 120)]


def test_a_sheet_is_refused_whole_with_each_row_s_reason(keeper):
    make_profile()
    elsewhere = make_profile("720102", households=911)
    rows = [",710109,2566,5,,,ก", f"{elsewhere.pk},720102,2566,1,,,ก", ",72,2566,7,,,ก", ",71,2566,,5,9,ก"]
    batch = preview(keeper, *rows, ",710108,2566,-,,,ก")
    assert sorted({one["number"] for one in batch.preview["faults"]}) == [2, 3, 4, 5, 6]
    assert "อยู่แล้ว" in batch.preview["faults"][0]["text"]
    assert "911" not in readable(keeper.get(f"{LIST}import/{batch.pk}/"))
    assert AreaProfile.objects.count() == 2


def test_the_list_as_a_workbook_comes_back_unchanged(keeper):
    make_profile()
    make_profile("71010903", 2565)
    content = keeper.get(f"{LIST}export/").content
    keeper.post(f"{LIST}import/", {"file": SimpleUploadedFile("ก.xlsx", content)})
    batch = ImportBatch.objects.get()
    assert (batch.preview["rows"], batch.preview["faults"], batch.preview["same"]) == ([], [], 2)


def test_a_row_that_nobody_filled_is_left_out_and_counted(keeper):
    there = make_profile()
    batch = preview(keeper, ",710108,2566,,,,", f"{there.pk},710109,2566,,,,ทต.", ",71010903,2566,12,,,ก")
    assert (batch.preview["unfilled"], len(batch.preview["rows"])) == (1, 1)
    assert [one["number"] for one in batch.preview["faults"]] == [3]
