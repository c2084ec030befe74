"""The long walks: every door by every role, every odd value in every field, whole on both engines.

The tests' daily run tries a part of the odd values in each walk (`tests.engines.some_of`) and goes a walk whole on one
engine; `python3 -m config guards` goes all of them. What became of the last ones is kept for docs/guards.md.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WALKS = ("doors", "junk", "strangers", "admin_doors", "admin_fuzz")
TOLD = ROOT / ".data" / "walks.json"


def go(names=WALKS):
    """Go walks by their names, one after the other, all of them at best; return 1 where one did not end well.

    Of each is kept when it was gone, at which commit, how long it took and how it ended.
    """
    return max(_go(name) for name in names)


def _go(name):
    command = [sys.executable, "-m", "config", "test", "-q", f"tests/test_{name}.py"]
    lines, began = [], time.time()
    env = os.environ | {"WALK": "long"}
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as running:
        for line in running.stdout:
            print(line, end="", flush=True)
            lines.append(line.strip())
    told = {
        "when": time.strftime("%d %B %Y %H:%M", time.gmtime(began)),
        "commit": commit(),
        "minutes": round((time.time() - began) / 60),
        "ended": [
            line for line in lines if line.startswith(("FAILED", "ERROR", "ran on")) or " passed" in line
        ],
    }
    TOLD.parent.mkdir(parents=True, exist_ok=True)
    TOLD.write_text(json.dumps(kept() | {name: told}, ensure_ascii=False, indent=1), encoding="utf-8")
    return int(running.returncode != 0)


def kept():
    """Return what became of the last walks by their names."""
    return json.loads(TOLD.read_text(encoding="utf-8")) if TOLD.exists() else {}


def commit():
    """Return the short name of the commit that is checked out."""
    asked = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()


def page():
    """Return the lines that tell of the last long walks."""
    lines = ["\n## Long walks\n"]
    for name in WALKS:
        if told := kept().get(name):
            lines.append(
                f"- {name}: gone {told['when']} UTC at commit {told['commit']}, {told['minutes']} minutes"
            )
            lines += [f"  - {line}" for line in told["ended"]]
        else:
            lines.append(f"- {name}: not gone yet")
    return lines
