"""The workbook at its two doors: one click, and the command."""

import re
from io import BytesIO

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from areas.models import Cluster
from plans import workbook
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
    assert book.sheetnames == [
        "ปก",
        "ผ.01 สรุป",
        "ผ.02 โครงการ",
        "ที่มา",
        "รายอำเภอ-ตำบล",
        "แหล่งงบ",
        "ไม่ได้ยกขึ้นมา",
    ]


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


def test_a_file_that_cannot_be_written_is_said_and_the_old_one_stays(plan, tmp_path, monkeypatch):
    target = tmp_path / "plan.xlsx"
    target.write_text("old")

    def full(content, file):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(workbook, "write", full)
    with pytest.raises(CommandError, match="No space left"):
        call_command("export_plan", area="71", years="2567-2570", output=str(target))
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


def test_an_existing_file_is_written_anew(plan, tmp_path, capsys):
    target = tmp_path / "plan.xlsx"
    target.write_text("old")
    call_command("export_plan", area="71", years="๒๕๖๗–2570", output=str(target))
    assert target.read_bytes()[:2] == b"PK"


def test_a_cluster_s_plan_is_found_by_its_name(country, tmp_path, capsys):
    cluster = Cluster.objects.get()
    make_item(make_plan(None, cluster=cluster), area_id=None)
    call_command("export_plan", cluster=cluster.name, years="2567-2570", output=str(tmp_path / "c.xlsx"))
    assert (tmp_path / "c.xlsx").exists()
    with pytest.raises(CommandError, match=re.escape(cluster.name)):
        call_command("export_plan", cluster="ไม่มี", years="2567-2570", output=str(tmp_path / "d.xlsx"))
