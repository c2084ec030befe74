"""`lock`: write requirements/*.txt from pyproject.toml, pinned and hashed, without any address."""

import re
import subprocess
from collections.abc import Sequence

from config.door import venv
from config.door.steps import ROOT, Refusal, step

GROUPS: dict[str, list[str]] = {"base": [], "dev": ["--group", "dev"]}
OPTIONS = [
    "--universal",
    "--generate-hashes",
    "--no-annotate",
    "--no-config",
    "--quiet",
    "--python-version=3.11",
    "--custom-compile-command=python3 -m config lock",
]
ADDRESS = re.compile(r"://|^\s*-|@\s|^\s*[./]|[A-Za-z]:\\", re.MULTILINE)


def write(more: Sequence[str]) -> None:
    """Write both locks; `more` goes to uv, for example --upgrade or --upgrade-package=django."""
    venv.ensure("dev")
    for group, options in GROUPS.items():
        target = ROOT / "requirements" / f"{group}.txt"
        agree = [] if group == "base" else ["--constraint", "requirements/base.txt"]
        command = [venv.BIN / "uv", "pip", "compile", "pyproject.toml", "-o", target.relative_to(ROOT)]
        with step(f"ล็อกรุ่น {group}", f"lock {group}"):
            subprocess.run([*map(str, command), *OPTIONS, *options, *agree, *more], cwd=ROOT, check=True)
        if found := addresses(target.read_text(encoding="utf-8")):
            raise Refusal(f"{target.name} มีที่อยู่ของเครื่อง: {found}", f"{target.name} holds an address: {found}")


def addresses(lock: str) -> list[str]:
    """Return the lines of a lock that name an index, a host or a path."""
    lines = (line for line in lock.splitlines() if not line.lstrip().startswith(("#", "--hash=sha256:")))
    return [line for line in lines if ADDRESS.search(line)]


def unhashed(lock: str) -> list[str]:
    """Return the requirements of a lock that are not pinned and hashed."""
    requirements = re.split(r"\n(?=[A-Za-z0-9])", "\n" + re.sub(r"(?m)^#.*\n", "", lock))[1:]
    return [text.split()[0] for text in requirements if "==" not in text or "--hash=sha256:" not in text]
