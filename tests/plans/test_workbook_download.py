"""The workbook at its two doors: one click, and the command."""

from io import BytesIO

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from tests.cast import make_item, make_plan


@pytest.fixture
def plan(country):
    """A people's provincial plan with one line of its own."""
    plan = make_plan("71")
    make_item(plan, "ระบบน้ำ")
    return plan


def download(client, user, plan):
    client.force_login(user)
    return client.get(reverse("plan_workbook", args=[plan.pk]))


def test_one_click_sends_a_workbook_under_its_thai_name(client, reader, plan):
    response = download(client, reader, plan)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert 'filename="plan-71-2567-2570.xlsx"' in response["Content-Disposition"]
    assert "filename*=UTF-8''%E0%B9%81%E0%B8%9C%E0%B8%99" in response["Content-Disposition"]
    book = openpyxl.load_workbook(BytesIO(response.getvalue()))
    assert book.sheetnames == ["ปก", "ผ.01", "ผ.02", "ที่มา", "รายตำบล", "แหล่งงบ", "ไม่ได้ยกขึ้นมา"]


def test_a_stranger_finds_no_workbook(client, stranger, plan):
    assert download(client, stranger, plan).status_code == 404


def test_the_command_writes_the_bytes_of_the_download(client, reader, plan, tmp_path, capsys):
    target = tmp_path / "plan.xlsx"
    call_command("export_plan", area="71", years="2567-2570", output=str(target))
    assert target.read_bytes() == download(client, reader, plan).getvalue()


@pytest.mark.parametrize(
    ("area", "years", "output", "says"),
    [
        ("99", "2567-2570", "plan.xlsx", "99"),
        ("72", "2567-2570", "plan.xlsx", "2567–2570"),
        ("71", "2567-2569", "plan.xlsx", "2567–2570"),
        ("71", "2024-2027", "plan.xlsx", "2567"),
        ("71", "2570-2567", "plan.xlsx", "2567-2570"),
        ("71", "abc", "plan.xlsx", "abc"),
        ("71", "2567-2568-2569", "plan.xlsx", "2567-2570"),
        ("71", "2567-2570", "no-such-folder/plan.xlsx", "no-such-folder"),
        ("71", "2567-2570", ".", "plan.xlsx"),
    ],
)
def test_the_command_says_what_is_wrong_and_writes_nothing(
    plan, tmp_path, monkeypatch, area, years, output, says
):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError, match=says):
        call_command("export_plan", area=area, years=years, output=output)
    assert not list(tmp_path.iterdir())
