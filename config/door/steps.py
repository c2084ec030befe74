"""Steps of a line each, and refusals of one sentence with the remedy; Thai first, English after it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = Path(os.environ.get("DATA_DIR", ROOT / ".data"))
LOGS = DATA / "log"
SOURCES = ("config", "areas", "projects", "meetings", "plans", "templates")


class Refusal(Exception):  # noqa: N818  nothing broke: it says what to do
    """Something a person can put right; its text is the sentence to show."""

    def __init__(self, thai: str, english: str) -> None:
        super().__init__(f"{thai} · {english}")


def speak_utf8() -> None:
    """Let Thai pass through any console or pipe, Windows' old code pages included."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)


@contextmanager
def step(thai: str, english: str) -> Iterator[None]:
    """Print one progress line: what is being done, and its seconds when it is done."""
    print(f"  {thai} · {english} … ", end="", flush=True)
    started = time.perf_counter()
    try:
        yield
    except BaseException:
        print("✗", flush=True)
        raise
    print(f"{time.perf_counter() - started:.1f} s", flush=True)


def log_path(name: str) -> Path:
    """Return where the full output of a step is kept; the folder exists after this."""
    LOGS.mkdir(parents=True, exist_ok=True)
    return LOGS / f"{name}.log"


def quiet(name: str, command: Sequence[str | Path], env: Mapping[str, str] | None = None) -> bool:
    """Run a program with its output in the log of that name; return whether it succeeded."""
    with log_path(name).open("wb") as log:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            check=False,
        )
    return done.returncode == 0
