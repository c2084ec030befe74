"""LibreOffice reckons the workbook anew and finds the same values; it is made to, whatever stands cached."""

import subprocess
import zipfile

import openpyxl
import pytest

from tests.plans.papers import province, read, written
from tests.programs import find, needs

pytestmark = [pytest.mark.django_db, needs("libreoffice")]

ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""  # noqa: E501
NEVER = ALWAYS.replace("<value>0</value>", "<value>1</value>")


def recalculated(folder, data, mode=ALWAYS):
    """Return the workbook as LibreOffice saves it, with the values it has found."""
    (folder / "in.xlsx").write_bytes(data)
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(mode, encoding="utf-8")
    out = folder / "out"
    command = [
        find("libreoffice"),
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--convert-to",
        "xlsx",
    ]
    subprocess.run(
        [*command, "--outdir", out, folder / "in.xlsx"], check=True, capture_output=True, timeout=180
    )
    return openpyxl.load_workbook(out / "in.xlsx", data_only=True)


def formulas(data):
    """Yield (sheet, cell, formula, cached value) of every formula."""
    values = read(data, values=True)
    for sheet in read(data):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield sheet.title, cell.coordinate, cell.value, values[sheet.title][cell.coordinate].value


def spoilt(data, folder):
    """Return the workbook with a wrong cached value under the grand total of ผ.02's first year."""
    right, wrong = b"<v>1060000.25</v>", b"<v>77</v>"
    source, target = folder / "right.xlsx", folder / "wrong.xlsx"
    source.write_bytes(data)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name.endswith("sheet3.xml"):
                before, found, after = text.rpartition(right)
                assert found
                text = before + wrong + after
            new.writestr(name, text)
    return target.read_bytes()


def total(book):
    """Return the grand total of ผ.02's first year."""
    rows = [
        row for row in book["ผ.02 โครงการ"].iter_rows(values_only=True) if str(row[1]).startswith("รวมทั้งสิ้น")
    ]
    return rows[0][4]


def test_every_cached_value_is_what_libreoffice_reckons(country, tmp_path):
    data = written(province())
    again = recalculated(tmp_path, data)
    cells = list(formulas(data))
    assert len(cells) > 100
    for sheet, cell, formula, cached in cells:
        found = again[sheet][cell].value
        same = found == cached if isinstance(cached, str) else abs(found - cached) < 0.005
        assert same, f"{sheet}!{cell} {formula}: cached {cached!r}, reckoned {found!r}"


def test_a_wrong_cached_value_changes_so_libreoffice_did_reckon(country, tmp_path):
    data = spoilt(written(province()), tmp_path)
    assert total(read(data, values=True)) == 77
    assert total(recalculated(tmp_path, data)) == 1_060_000.25


def test_without_the_setting_the_wrong_value_would_have_stayed(country, tmp_path):
    """The control of the control: a LibreOffice that must not reckon shows the wrong value."""
    data = spoilt(written(province()), tmp_path)
    assert total(recalculated(tmp_path, data, NEVER)) == 77
