"""The project's own Python in .venv: made once, filled by hash, filled again only when the lock changes."""

import hashlib
import importlib.util
import os
import sys
from pathlib import Path

from config.door.steps import ROOT, Refusal, log_path, quiet, step
from config.door.version import MINIMUM

VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")


def ensure(group: str) -> Path:
    """Return .venv's Python with the packages of requirements/<group>.txt ("base" or "dev") installed."""
    stamp = VENV / f".phuenngan-{group}"
    mark = _mark(group)
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == mark:
        return PYTHON
    if not PYTHON.exists() or not _usable():
        _make()
    with step("ติดตั้งโปรแกรมประกอบ", "install packages"):
        _install(group)
    stamp.write_text(mark)
    if group == "dev":  # dev.txt holds all of base.txt, in the same versions
        (VENV / ".phuenngan-base").write_text(_mark("base"))
    return PYTHON


def refuse_without(ensurepip: object) -> None:
    """Refuse a Python that cannot put pip into a .venv, as Debian's is without its venv package."""
    if ensurepip is None:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        raise Refusal(
            f"Python เครื่องนี้สร้าง .venv ไม่ได้ โปรดติดตั้งด้วยคำสั่ง sudo apt install {package} แล้วสั่งใหม่",
            f"this Python cannot make .venv: run sudo apt install {package}, then start again",
        )


def _mark(group: str) -> str:
    """Return what a filled .venv is known by: the content of the lock."""
    return hashlib.sha256((ROOT / "requirements" / f"{group}.txt").read_bytes()).hexdigest()


def _usable() -> bool:
    """Tell whether .venv's Python starts, has pip and is new enough: not so after a stopped first start."""
    return quiet("pip", [PYTHON, "-c", f"import pip, sys; sys.exit(sys.version_info < {MINIMUM})"])


def _make() -> None:
    refuse_without(importlib.util.find_spec("ensurepip"))
    with step("สร้าง .venv", "make .venv"):
        if not quiet("venv", [sys.executable, "-m", "venv", "--clear", VENV]):
            raise Refusal(
                f"สร้าง .venv ไม่สำเร็จ โปรดดู {log_path('venv')}",
                f"could not make .venv: see {log_path('venv')}",
            )


def _install(group: str) -> None:
    lock = ROOT / "requirements" / f"{group}.txt"
    options = ["--quiet", "--no-input", "--disable-pip-version-check", "--require-hashes"]
    if not quiet("install", [PYTHON, "-m", "pip", "install", *options, "-r", lock]):
        log = log_path("install")
        raise Refusal(
            f"ติดตั้งโปรแกรมประกอบไม่สำเร็จ โปรดตรวจอินเทอร์เน็ตแล้วสั่งใหม่ (รายละเอียดอยู่ที่ {log})",
            f"could not install packages: check the internet and start again (details in {log})",
        )
