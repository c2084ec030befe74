"""The verbs of `python3 -m config`."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from types import FrameType
from typing import NoReturn

from config.door import address, checks, locks, venv
from config.door.steps import ROOT, Refusal, speak_utf8

USAGE = """python3 -m config …
  run [8080 | 0.0.0.0:8080]   เปิดระบบทดลองพร้อมข้อมูลตัวอย่าง · start a try-out with demo data
  test [pytest …]             ทดสอบบน SQLite และ PostgreSQL · test on both databases
  check [name …]              ตรวจโค้ด คำแปล และการตั้งค่า · check code, catalogs and settings
  guards [--only ข้อความ …]     ถอดด่านสิทธิ์ทีละจุดแล้วดูว่าการทดสอบจับได้ · take each scope guard out in turn
  bench [--engine postgresql]   วัดความเร็วกับประเทศสมมุติทั้งประเทศ · measure on a made-up country
  lock [--upgrade …]          ล็อกรุ่นโปรแกรมประกอบ · pin the packages
  messages                    เก็บข้อความใหม่เข้าแฟ้มคำแปล · collect messages into the catalog
  manage …                    คำสั่ง manage.py ด้วยค่าทดลอง · manage.py with the try-out's settings"""


def main(arguments: Sequence[str]) -> int:
    """Do what was asked and return the exit code; what a person can put right is one sentence on stderr."""
    speak_utf8()
    verb, *rest = arguments or [""]
    if verb not in VERBS:
        print(USAGE)
        return 0 if verb in {"", "help", "-h", "--help"} else 2
    try:
        return VERBS[verb](rest)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
    except KeyboardInterrupt:
        pass
    return 1


def run(arguments: Sequence[str]) -> int:
    """Make everything ready and serve; Ctrl-C ends it."""
    if len(arguments) > 1:
        raise Refusal("โปรดพิมพ์ที่อยู่เพียงหนึ่งเดียว เช่น 8080", "give one address only, for example 8080")
    where = address.read(arguments[0]) if arguments else address.DEFAULT
    address.refuse_taken(where)
    python = venv.ensure("base")
    return hand_over([python, "-m", "config.door.prepare", "serve", where.host, str(where.port)], try_out())


def test(arguments: Sequence[str]) -> int:
    """Run the tests on both databases in one pytest session, one worker for each."""
    python = venv.ensure("dev")
    env = os.environ | {"TEST_ENGINE": "sqlite", "DEBUG": "0", "DEMO": "0"}
    prepared = hand_over([python, "-m", "config.door.prepare", "files"], env)
    workers = [f"--tx=popen//id={engine}//env:TEST_ENGINE={engine}" for engine in ("sqlite", "postgresql")]
    return prepared or hand_over([python, "-m", "pytest", "--dist=each", *workers, *arguments], env)


def check(arguments: Sequence[str]) -> int:
    """Run every check, say how each went, and return 1 if any failed."""
    return checks.run_all(venv.ensure("dev"), only=arguments)


def guards(arguments: Sequence[str]) -> int:
    """Go the long walks, take each scope guard out in turn; return 1 if the tests fail or do not miss one."""
    env = os.environ | {"TEST_ENGINE": "sqlite", "DEBUG": "0", "DEMO": "0"}
    return hand_over([venv.ensure("dev"), "-m", "tests.guards", *arguments], env)


def bench(arguments: Sequence[str]) -> int:
    """Measure pages and tables of a province in a small country and in the whole one."""
    env = os.environ | {"DEBUG": "0", "DEMO": "0"}
    return hand_over([venv.ensure("dev"), "-m", "bench.country", *arguments], env)


def lock(arguments: Sequence[str]) -> int:
    """Pin what pyproject.toml asks for."""
    locks.write(arguments)
    return 0


def messages(_arguments: Sequence[str]) -> int:
    """Bring the catalog up to date with the texts in code and templates."""
    return hand_over([venv.ensure("dev"), "-m", "config.door.catalogs", "messages"], try_out())


def manage(arguments: Sequence[str]) -> int:
    """Hand over to manage.py."""
    return hand_over([venv.ensure("base"), "manage.py", *arguments], try_out())


VERBS: dict[str, Callable[[Sequence[str]], int]] = {
    "run": run,
    "test": test,
    "check": check,
    "guards": guards,
    "bench": bench,
    "lock": lock,
    "messages": messages,
    "manage": manage,
}


def try_out(given: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the environment with DEBUG and DEMO on, unless something says that this is a real server.

    A machine that sets DEBUG, SECRET_KEY or ALLOWED_HOSTS, in the environment or in .env, is left as it says.
    """
    env = dict(given)
    said = _dotenv() | {name: value for name, value in env.items() if value}
    if not said.keys() & {"DEBUG", "SECRET_KEY", "ALLOWED_HOSTS"}:
        env["DEBUG"] = said["DEBUG"] = "1"
    if said.get("DEBUG", "").lower() in {"1", "true", "yes", "on"} and "DEMO" not in said:
        env["DEMO"] = "1"
    return env


def _dotenv() -> dict[str, str]:
    file = ROOT / ".env"
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    return dict(re.findall(r"""(?m)^\s*(?:export\s+)?(\w+)\s*=\s*["']?([^"'\s#]+)""", text))


def hand_over(command: Sequence[object], env: Mapping[str, str]) -> int:
    """Run a program in the foreground until it ends; pass on what asks it to stop. Return its exit code."""
    child = subprocess.Popen([str(part) for part in command], cwd=ROOT, env=env)
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        return child.wait()
    except KeyboardInterrupt:
        # Ctrl-C reaches the child by itself; a signal sent to us alone does not.
        try:
            return child.wait(timeout=1)
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            child.terminate()
            child.wait()
            return 0
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
