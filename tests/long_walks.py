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
WALKS = [f"tests/test_{name}.py" for name in ("doors", "junk", "strangers", "admin_doors", "admin_fuzz")]
TOLD = ROOT / ".data" / "walks.json"


def go():
    """Go the long walks; keep when, at which commit and how they ended; return their exit code."""
    command = [sys.executable, "-m", "config", "test", "-q", *WALKS]
    env = os.environ | {"WALK": "long"}
    lines, began = [], time.time()
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as running:
        for line in running.stdout:
            print(line, end="", flush=True)
            lines.append(line.strip())
    ended = [line for line in lines if line.startswith(("FAILED", "ERROR", "ran on")) or " passed" in line]
    told = {"when": time.strftime("%d %B %Y %H:%M", time.gmtime(began)), "commit": commit(), "ended": ended}
    TOLD.parent.mkdir(parents=True, exist_ok=True)
    TOLD.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    return running.returncode


def commit():
    """Return the short name of the commit that is checked out."""
    asked = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()


def page():
    """Return the lines that tell of the last long walks."""
    if not TOLD.exists():
        return ["\n## Long walks\n", "Not gone yet."]
    told = json.loads(TOLD.read_text(encoding="utf-8"))
    head = f"Gone {told['when']} UTC at commit {told['commit']}:\n"
    return ["\n## Long walks\n", head, *(f"- {line}" for line in told["ended"])]
