"""What `run` does once the packages are there: fonts, catalogs, database, areas, demo; then it serves.

All in one process, since starting Django is most of a second start; steps whose inputs did not change
are left out. Run by .venv's Python.
"""

import hashlib
import io
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config.door import address, catalogs, fonts
from config.door.steps import DATA, ROOT, SOURCES, Refusal, log_path, speak_utf8, step

STATE = DATA / "prepared.json"


def files() -> None:
    """Build what git does not hold: the web font and the compiled catalogs."""
    if not fonts.WOFF2.exists() or _done("font") != _font_key():
        with _told("ทำแบบอักษร", "build the font"):
            fonts.build()
        _mark("font", _font_key())
    if catalogs.stale():
        with _told("ทำคำแปล", "compile the catalogs"):
            catalogs.compile_stale()


def data() -> None:
    """Bring the database up to date: tables, areas and, for a try-out, the demo."""
    executor = MigrationExecutor(connection)
    changed = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if changed:
        with _told("สร้างหรือปรับตารางข้อมูล", "migrate the database"):
            _command("migrate", "--no-input")
    key = _digest([ROOT / source for source in SOURCES[:-1]], str(settings.DATABASES["default"]["NAME"]))
    key += f" demo={settings.DEMO}"
    if changed or _done("data") != key or not get_user_model()._default_manager.exists():
        with _told("โหลดจังหวัด อำเภอ ตำบล", "load the areas"):
            _command("load_areas")
        if settings.DEMO:
            with _told("สร้างข้อมูลตัวอย่าง", "make the demo"):
                _command("demo")
        _mark("data", key)


def static() -> None:
    """Collect and compress the static files for a real server."""
    key = _digest([ROOT / "static"])
    if not settings.DEBUG and (_done("static") != key or not Path(settings.STATIC_ROOT).exists()):
        with _told("รวมแฟ้มประกอบหน้าเว็บ", "collect static files"):
            _command("collectstatic", "--no-input")
        _mark("static", key)


def safe() -> None:
    """Refuse to serve for real what Django's and our own checks call unsafe, such as demo people."""
    if settings.DEBUG:
        return
    serious = [
        one for one in run_checks(include_deployment_checks=True, databases=["default"]) if one.is_serious()
    ]
    if serious:
        reasons = "; ".join(str(one.msg) for one in serious)
        raise Refusal(
            f"ยังเปิดเป็นระบบจริงไม่ได้ โปรดแก้ก่อน: {reasons}",
            "not safe to serve: put right what is named, then start again",
        )


def serve(where: address.Address) -> None:
    """Say where to go and who may log in, and serve until stopped."""
    print(f"\n  เปิดที่ · open  http://{where}/\n", flush=True)
    if settings.DEMO:
        call_command("demo", "--people")
    print("  หยุดด้วย Ctrl-C · stop with Ctrl-C\n", flush=True)
    if settings.DEBUG:
        with Path(os.devnull).open(
            "w", encoding="utf-8"
        ) as nowhere:  # its banner says less than ours; errors go to stderr
            call_command("runserver", str(where), use_reloader=False, stdout=nowhere)
    elif os.name == "nt":
        raise Refusal(
            "บน Windows ใช้ได้เฉพาะแบบทดลอง (DEBUG=1) ระบบจริงโปรดใช้ Linux",
            "on Windows only the try-out (DEBUG=1) runs: use Linux for a real server",
        )
    else:
        command = [sys.executable, "-m", "gunicorn", "config.wsgi", f"--bind={where}", "--threads=4"]
        os.environ.setdefault("WEB_CONCURRENCY", str(min(4, (os.cpu_count() or 1) + 1)))
        os.execv(sys.executable, [*command, "--log-level=warning"])


# --- Steps, their log, and what is remembered of them


@contextmanager
def _told(thai: str, english: str) -> Iterator[None]:
    try:
        with step(thai, english):
            yield
    except (Exception, SystemExit) as error:
        _log(traceback.format_exc())
        log = log_path("prepare")
        raise Refusal(
            f"{thai}ไม่สำเร็จ รายละเอียดอยู่ที่ {log} แก้แล้วสั่งใหม่ได้ ข้อมูลเดิมยังอยู่",
            f"could not {english} ({_first_line(error)}): see {log}, then start again; your data is kept",
        ) from error


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def _command(*words: str) -> None:
    """Call a management command with its output in the log."""
    output = io.StringIO()
    try:
        call_command(*words, stdout=output, stderr=output, no_color=True)
    finally:
        _log(f"$ manage.py {' '.join(words)}\n{output.getvalue()}")


def _log(text: str) -> None:
    with log_path("prepare").open("a", encoding="utf-8") as log:
        log.write(text)


def _digest(folders: Sequence[Path], *more: str) -> str:
    """Return a digest of all files in the folders, of the lock and of `more`."""
    found = hashlib.sha256("\n".join(more).encode())
    paths = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    for path in (ROOT / "requirements" / "base.txt", *sorted(paths)):
        if path.suffix == ".pyc":
            continue
        found.update(f"{path.relative_to(ROOT).as_posix()}\n".encode())
        found.update(path.read_bytes())
    return found.hexdigest()


def _font_key() -> str:
    return _digest([], Path(fonts.__file__).read_text(encoding="utf-8"))


def _done(name: str) -> str:
    return str(_state().get(name, ""))


def _mark(name: str, key: str) -> None:
    DATA.mkdir(parents=True, exist_ok=True)
    STATE.write_text(json.dumps(_state() | {name: key}, indent=1), encoding="utf-8")


def _state() -> dict[str, str]:
    try:
        state: dict[str, str] = json.loads(STATE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return state


def main(arguments: Sequence[str]) -> int:
    """Do `files`, or all of it and serve: `serve <host> <port>`."""
    speak_utf8()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        files()
        if arguments[0] == "serve":
            where = address.Address(arguments[1], int(arguments[2]))
            django.setup()
            for make in STEPS:
                make()
            serve(where)
    except (Refusal, ImproperlyConfigured) as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 1
    except Exception as error:
        _log(traceback.format_exc())
        print(
            f"เปิดไม่สำเร็จ ({_first_line(error)}) โปรดดู {log_path('prepare')} แก้แล้วสั่งใหม่ · "
            f"could not start: see {log_path('prepare')}, put it right and start again",
            file=sys.stderr,
        )
        return 1
    return 0


STEPS: list[Callable[[], None]] = [data, safe, static]

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
