"""What `check` says about the catalogs."""

import polib
import pytest

from config.door import catalogs


def catalog(*entries):
    file = polib.POFile()
    file.extend(entries)
    return file


def text(msgid="Save %(name)s", msgstr="บันทึก %(name)s", **more):
    return polib.POEntry(msgid=msgid, msgstr=msgstr, flags=more.pop("flags", ["python-format"]), **more)


def test_a_complete_catalog_has_nothing_to_tell():
    many = text("%(n)s plan", "", msgid_plural="%(n)s plans", msgstr_plural={0: "%(n)s แผน"})
    assert list(catalogs.unfinished(catalog(text(), many), "th")) == []


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (text(msgstr=""), "untranslated"),
        (text(flags=["fuzzy"]), "fuzzy"),
        (text(msgstr="บันทึก"), "placeholders"),
        (text(msgstr="บันทึก %(nmae)s"), "placeholders"),
        (text("%(n)s plan", "", msgid_plural="%(n)s plans", msgstr_plural={0: ""}), "untranslated"),
    ],
)
def test_an_unfinished_text_is_named(entry, told):
    (line,) = catalogs.unfinished(catalog(entry), "th")
    assert told in line
    assert entry.msgid in line


def test_a_new_and_an_unused_text_are_both_named():
    lines = list(catalogs.differing(catalog(text("Old")), catalog(text("New"))))
    assert ["'New'" in lines[0], "'Old'" in lines[1], len(lines)] == [True, True, 2]


def test_the_same_texts_in_another_order_are_the_same():
    one, two = text("One"), text("Two", msgctxt="count")
    assert list(catalogs.differing(catalog(one, two), catalog(two, one))) == []
