"""The catalogs: compiled by polib at set-up, brought up to date by `messages`, found complete by `check`.

Our own texts are in locale/th; the Thai for what packages show is in catalogs under locale/packages.
Run by .venv's Python.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import polib

from config.door.steps import ROOT, SOURCES, speak_utf8

OURS = ROOT / "locale" / "th" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
HEADER = {
    "Project-Id-Version": "phuenngan",
    "Language": "th",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
Key = tuple[str | None, str, str]


def files() -> list[Path]:
    """Return every catalog of the project."""
    return sorted(ROOT.glob("locale/**/LC_MESSAGES/*.po"))


def stale() -> list[Path]:
    """Return the catalogs whose .mo is missing or older than they are."""
    return [po for po in files() if not _mo(po).exists() or _mo(po).stat().st_mtime < po.stat().st_mtime]


def compile_stale() -> None:
    """Write the .mo of every stale catalog."""
    for po in stale():
        polib.pofile(po).save_as_mofile(_mo(po))


def _mo(po: Path) -> Path:
    return po.with_suffix(".mo")


def unfinished(catalog: polib.POFile, name: str) -> Iterator[str]:
    """Yield a line for each text that is not translated, is only guessed, or lost or gained a placeholder."""
    for entry in catalog:
        if entry.obsolete:
            continue
        texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        if entry.fuzzy or not all(texts):
            yield f"{name}: {'fuzzy' if entry.fuzzy else 'untranslated'}: {entry.msgid!r}"
        elif "python-format" in entry.flags or "python-brace-format" in entry.flags:
            one, many = _placeholders(entry.msgid), _placeholders(entry.msgid_plural or entry.msgid)
            if any(not one & many <= _placeholders(text) <= one | many for text in texts):
                yield f"{name}: other placeholders in the Thai: {entry.msgid!r}"


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def extract() -> polib.POFile:
    """Return what xgettext finds in code and templates now, from a copy, so that no file of ours changes."""
    with tempfile.TemporaryDirectory(prefix="phuenngan-messages-") as folder:
        copy = Path(folder)
        for source in SOURCES:
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, copy / source, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "manage.py", copy)
        for empty in ("locale", "static"):
            (copy / empty).mkdir()
        env = os.environ | {"DEBUG": "1", "DATA_DIR": str(copy / ".data")}
        command = [
            sys.executable,
            "manage.py",
            "makemessages",
            "--locale=th",
            "--no-location",
            "--verbosity=0",
        ]
        subprocess.run(command, cwd=copy, env=env, check=True)
        return polib.pofile(copy / "locale" / "th" / "LC_MESSAGES" / "django.po")


def differing(catalog: polib.POFile, found: polib.POFile) -> Iterator[str]:
    """Yield a line for each text that only the code or only the catalog holds."""
    have, want = set(keys(catalog)), set(keys(found))
    for _context, text, _plural in sorted(want - have, key=str):
        yield f"not in the catalog (python3 -m config messages): {text!r}"
    for _context, text, _plural in sorted(have - want, key=str):
        yield f"in the catalog, but in no code or template (python3 -m config messages): {text!r}"


def keys(catalog: Iterable[polib.POEntry]) -> Iterator[Key]:
    """Yield what tells the texts of a catalog apart."""
    return ((entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in catalog if not entry.obsolete)


def check() -> int:
    """Print what is wrong with the catalogs and return the exit code."""
    problems: list[str] = []
    for po in files():
        problems += unfinished(polib.pofile(po), po.relative_to(ROOT / "locale").as_posix())
    if shutil.which("xgettext"):
        catalog = polib.pofile(OURS) if OURS.exists() else polib.POFile()
        problems += differing(catalog, extract())
    else:
        print("NOT CHECKED: is every text in the catalog? That needs xgettext: sudo apt install gettext")
        problems += ["xgettext is missing, which with CI=true is a failure"] if os.environ.get("CI") else []
    print("\n".join(problems))
    return 1 if problems else 0


def update() -> int:
    """Bring our catalog up to date: new texts in, untranslated; unused ones out; in order of the msgid."""
    if not shutil.which("xgettext"):
        print(
            "ไม่มี xgettext โปรดสั่ง sudo apt install gettext · xgettext is missing: run sudo apt install gettext"
        )
        return 1
    catalog = polib.pofile(OURS, wrapwidth=100) if OURS.exists() else polib.POFile(wrapwidth=100)
    known = dict(zip(keys(catalog), (entry for entry in catalog if not entry.obsolete), strict=True))
    found = extract()
    catalog.metadata = HEADER | catalog.metadata
    catalog[:] = []
    for entry in sorted(found, key=lambda entry: (entry.msgid, entry.msgctxt or "")):
        (key,) = keys([entry])
        if key in known:
            entry.msgstr, entry.tcomment = known[key].msgstr, known[key].tcomment
        if entry.msgid_plural:  # Thai has one form
            entry.msgstr_plural = {0: known[key].msgstr_plural.get(0, "") if key in known else ""}
        catalog.append(entry)
    OURS.parent.mkdir(parents=True, exist_ok=True)
    catalog.save(str(OURS))
    left = len(list(unfinished(catalog, "")))
    print(f"{len(catalog)} texts, {left} to translate: {OURS.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    speak_utf8()
    sys.exit(update() if sys.argv[1:] == ["messages"] else check())
