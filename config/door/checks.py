"""`check`: every tool has its say, two at a time, also after one has failed."""

import os
import secrets
import subprocess
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from config.door.steps import ROOT, Refusal, log_path

SHOWN = 60  # lines of a failing check
TRY_OUT = {"DEBUG": "1", "DEMO": "0", "TEST_ENGINE": "sqlite"}


class Check(NamedTuple):
    """What .venv's Python is started with, under which settings, and what mends most of its failures."""

    name: str
    words: Sequence[str]
    env: dict[str, str] = TRY_OUT
    remedy: str = ""


class Verdict(NamedTuple):
    """How a check went."""

    check: Check
    passed: bool
    seconds: float
    output: str


def every(folder: str) -> list[Check]:
    """Return all checks, the longest first; `folder` is for what they would leave behind."""
    production = {
        "DEBUG": "0",
        "DEMO": "0",
        "TEST_ENGINE": "",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "phuenngan.example.org",
        "DATABASE_URL": f"sqlite:///{folder}/phuenngan.sqlite3",
        "DATA_DIR": folder,
    }
    aside = TRY_OUT | {"DATA_DIR": folder}
    return [
        Check("types", ["-m", "mypy", "."]),
        Check(
            "templates",
            ["-m", "djlint", "templates", "--check"],
            remedy="djlint templates --reformat --quiet",
        ),
        Check("catalogs", ["-m", "config.door.catalogs"]),
        Check("migrations", ["manage.py", "makemigrations", "--check", "--dry-run"], aside),
        Check("deployment", ["manage.py", "check", "--deploy", "--fail-level", "WARNING"], production),
        Check("imports", ["-c", "from importlinter.cli import lint_imports_command as main; main()"]),
        Check("code", ["-m", "ruff", "check", ".", "--output-format=concise"], remedy="ruff check . --fix"),
        Check(
            "format",
            ["-m", "ruff", "format", "--check", ".", "--output-format=concise"],
            remedy="ruff format .",
        ),
    ]


def run_all(python: Path, only: Sequence[str] = ()) -> int:
    """Run all checks, or those named; print what failed and a line for each. Return 1 if any failed."""
    with tempfile.TemporaryDirectory(prefix="phuenngan-check-") as folder:
        checks = every(folder)
        if set(only) - {check.name for check in checks}:
            names = " ".join(check.name for check in checks)
            raise Refusal(f"ไม่มีการตรวจชื่อนี้ มีแต่ {names}", f"no such check; there are {names}")
        chosen = [check for check in checks if not only or check.name in only]
        with ThreadPoolExecutor(max_workers=2) as pool:
            verdicts = list(pool.map(lambda check: _judge(python, check), chosen))
    for verdict in verdicts:
        if not verdict.passed or "NOT CHECKED" in verdict.output:
            _show(verdict)
    for verdict in verdicts:
        print(f"{'ok    ' if verdict.passed else 'FAILED'} {verdict.check.name:<12} {verdict.seconds:5.1f} s")
    return 0 if all(verdict.passed for verdict in verdicts) else 1


def _show(verdict: Verdict) -> None:
    """Print the first lines of what a check said; all of it is in its log."""
    log = log_path(f"check-{verdict.check.name}")
    log.write_text(verdict.output + "\n", encoding="utf-8")
    lines = verdict.output.splitlines()
    print(f"--- {verdict.check.name}", *lines[:SHOWN], sep="\n")
    if len(lines) > SHOWN:
        print(f"… {len(lines) - SHOWN} lines more in {log}")
    if verdict.check.remedy:
        print(f"to mend it: .venv/bin/{verdict.check.remedy}")
    print()


def _judge(python: Path, check: Check) -> Verdict:
    started = time.perf_counter()
    done = subprocess.run(
        [str(python), *check.words],
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1", "NO_COLOR": "1"} | check.env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return Verdict(check, done.returncode == 0, time.perf_counter() - started, done.stdout.strip())
