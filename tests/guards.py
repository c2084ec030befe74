"""`python3 -m config guards`: each scope guard is taken out in turn, and the tests must notice.

A guard is a call of `visible_to`, `editable_by` or `readable_by`, what those methods themselves narrow by, `is_inside`,
and each `raise Http404` or `raise PermissionDenied`. The checkout is never touched: the changed code lives in a
forked process alone (tests.guard_loop), which runs the tests that are near it until one fails.
"""

import argparse
import ast
import hashlib
import json
import os
import random
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from tests import long_walks

ROOT = Path(__file__).resolve().parent.parent
APPS = ("areas", "projects", "meetings", "plans")
QUESTIONS = ("visible_to", "editable_by", "readable_by")
KEPT = ROOT / ".data" / "guards.json"
"""Where the answers of earlier runs are kept, by guard; a guard whose file changed is asked again."""


@dataclass(frozen=True)
class Guard:
    """One guard: where it stands, in which function, what it says and what stands there when it is taken out."""

    file: str
    line: int
    where: str
    says: str
    instead: str
    start: int
    end: int
    order: int = 0

    @property
    def name(self):
        """The guard's name, which stays while lines move: its file, its function, its text, which of its like."""
        return f"{self.file}:{self.where}: {self.says}" + (f" #{self.order + 1}" if self.order else "")

    def without(self, source):
        """Return the file's source without the guard."""
        data = source.encode()
        return (data[: self.start] + self.instead.encode() + data[self.end :]).decode()


# Guards that may go without anyone reading or writing more, and why. One that no longer exists is an error.
MAPS = "maps are open to everyone logged in, as the tree is; who is not logged in gets none"
OPEN = (
    "`user` is a person who is logged in, and every such person finds all areas by name (design.md, roles); "
    "who is not logged in gets none, which areas/test_scope.py asks of the model"
)
NARROWED = (
    "it keeps what is handed to the database short; the items that are found are themselves those of "
    "PlanItem.objects.visible_to(user), a guard of its own that the tests miss"
)
CUT = (
    "what it finds is cut to the tambons that are themselves those of Area.objects.readable_by(user), a guard of its "
    "own that the tests miss"
)
KEYED = (
    "its keys are those of allocations that the person sees, a guard of its own that the tests miss; who sees an "
    "allocation sees its project and its area"
)
EQUIVALENT = {
    "areas/people.py:person_of: raise PermissionDenied": (
        "LoginRequiredMiddleware has sent everyone who is not logged in away; it tells mypy that a user is there"
    ),
    "meetings/views/people.py:person_page: TrainingRecord.objects.visible_to(user)": (
        "they are of a person whom one may see, and a training is seen by who sees its person"
    ),
    "areas/around.py:_said: AreaAlias.objects.visible_to(user)": (
        "tells of the tree itself, which everyone logged in reads; who is not logged in gets none"
    ),
    "areas/around.py:_said: Designation.objects.visible_to(user)": (
        "tells of the tree itself, which everyone logged in reads; who is not logged in gets none"
    ),
    "areas/around.py:_said: LocalAuthorityArea.objects.visible_to(user)": (
        "tells of the tree itself, which everyone logged in reads; who is not logged in gets none"
    ),
    "plans/views/cluster_board.py:cluster_page: Plan.objects.visible_to(user)": (
        "the page is of a cluster whose records the person may read, and its own plans are among them"
    ),
    "plans/views/cluster_board.py:cluster_page: Meeting.objects.visible_to(user)": (
        "the page is of a cluster whose records the person may read, and its own meetings are among them"
    ),
    "areas/profile_table.py:read: AreaProfile.objects.visible_to(user)": (
        "the page is a place that the person may read, and all that lies in it is theirs to read too"
    ),
    "areas/views/profile_import.py:profile_workbook: AreaProfile.objects.visible_to(user)": (
        "the page is a place that the person may read, and all that lies in it is theirs to read too"
    ),
    "meetings/views/lists.py:reference_list: shown.rows().visible_to(user)": (
        "`user` is a person who is logged in (person_of), and every such person reads all rows of each list; "
        "who is not logged in gets none, which areas/test_scope.py asks of each of the models"
    ),
    "areas/search.py:hits: Area.objects.visible_to(user)": OPEN,
    "areas/search.py:nearest: Area.objects.visible_to(user)": OPEN,
    "projects/presence.py:sheets_of: Presence.objects.visible_to(user)": (
        "they are the answers of surveys that are themselves those of Survey.objects.visible_to(user), a guard of its "
        "own that the tests miss; an answer is seen by who sees its survey's tambon"
    ),
    "areas/views/boundaries.py:BoundaryUpload.kept: BoundaryMap.objects.visible_to(self.user)": MAPS,
    "areas/views/boundaries.py:BoundaryUpload.abolished: BoundaryMap.objects.visible_to(self.user)": MAPS,
    "plans/compare.py:_facts: Presence.objects.visible_to(user)": CUT,
    "plans/compare.py:_facts: Plan.objects.visible_to(user)": CUT,
    "plans/flow.py:read: Project.objects.visible_to(user)": KEYED,
    "plans/flow.py:read: Area.objects.readable_by(user)": KEYED,
    "plans/search.py:_items: Plan.objects.visible_to(user)": NARROWED,
    "plans/search.py:_costing: Plan.objects.visible_to(user)": NARROWED,
}


class Finder(ast.NodeVisitor):
    """Collects the guards of a file."""

    def __init__(self, file, source):
        self.file, self.source, self.inside, self.found = file, source, [], []
        lines = source.encode().splitlines(keepends=True)
        self.starts = [0]
        for line in lines:
            self.starts.append(self.starts[-1] + len(line))

    def at(self, line, column):
        return self.starts[line - 1] + column

    def add(self, node, instead, start=None):
        start = self.at(node.lineno, node.col_offset) if start is None else start
        end = self.at(node.end_lineno, node.end_col_offset)
        says = " ".join(ast.unparse(node).split())
        where = ".".join(self.inside)
        order = sum((one.where, one.says) == (where, says) for one in self.found)
        self.found.append(Guard(self.file, node.lineno, where, says, instead, start, end, order))

    def visit_ClassDef(self, node):
        self.named(node)

    def visit_FunctionDef(self, node):
        self.named(node)

    def named(self, node):
        self.inside.append(node.name)
        self.generic_visit(node)
        self.inside.pop()

    def visit_Raise(self, node):
        name = getattr(node.exc, "func", node.exc)
        if self.inside and isinstance(name, ast.Name) and name.id in {"Http404", "PermissionDenied"}:
            self.add(node, "pass")
        self.generic_visit(node)

    def visit_Call(self, node):
        called = node.func
        if self.inside and isinstance(called, ast.Attribute):
            narrows = self.inside[-1] in QUESTIONS and ast.unparse(called.value) == "self"
            if called.attr in QUESTIONS or (narrows and called.attr in {"filter", "none"}):
                self.add(node, ".all()", self.at(called.value.end_lineno, called.value.end_col_offset))
        elif self.inside and isinstance(called, ast.Name) and called.id == "is_inside":
            self.add(node, "True")
        self.generic_visit(node)


def files():
    """Return the files that guards stand in."""
    return sorted(
        file.relative_to(ROOT).as_posix()
        for app in APPS
        for file in (ROOT / app).rglob("*.py")
        if not {"migrations", "demo", "management"} & set(file.parts)
    )


def guards():
    """Return every guard of the code, in order."""
    found = []
    for file in files():
        source = (ROOT / file).read_text(encoding="utf-8")
        finder = Finder(file, source)
        finder.visit(ast.parse(source))
        found += finder.found
    return found


def kept():
    """Return the answers of earlier runs."""
    return json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}


def chosen(asked):
    """Return the guards that the arguments ask for."""
    found = [one for one in guards() if asked.only in f"{one.file}:{one.line} {one.name}"]
    found = [one for one in found if one.name not in EQUIVALENT]
    if asked.sample:
        found = random.Random(asked.seed).sample(found, min(asked.sample, len(found)))
    return found


def main(arguments):
    """Take guards out as asked, tell how each went; return 1 where one was not missed."""
    parser = argparse.ArgumentParser(prog="python3 -m config guards", description=__doc__)
    parser.add_argument(
        "--only", default="", metavar="TEXT", help="guards whose file:line or name has this text"
    )
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="N guards, drawn by the seed")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--again", action="store_true", help="ask anew what was answered before")
    parser.add_argument(
        "--walks",
        nargs="*",
        choices=long_walks.WALKS,
        metavar="WALK",
        help=f"go the long walks alone, take no guard out; all or some of {', '.join(long_walks.WALKS)}",
    )
    parser.add_argument("--list", action="store_true", help="name the guards and end")
    parser.add_argument("--write", action="store_true", help="write docs/guards.md")
    asked = parser.parse_args(arguments)
    picked = chosen(asked)
    if asked.list:
        print(*(f"{one.file}:{one.line} {one.name}" for one in picked), sep="\n")
        return 0
    everything = not asked.only and not asked.sample
    walked = long_walks.go(asked.walks or long_walks.WALKS) if everything else 0
    if asked.walks is not None:
        report(picked, write=asked.write)
        return walked
    before = {} if asked.again else kept()
    waiting = [one for one in picked if before.get(one.name, {}).get("code") != digest(one)]
    print(f"{len(picked)} guards, {len(picked) - len(waiting)} answered before", flush=True)
    code = run(waiting) if waiting else 0
    return report(picked, write=asked.write) or code or walked


def digest(guard):
    """Return a short name of the file's code without the guard: an answer holds while it stays the same."""
    source = (ROOT / guard.file).read_text(encoding="utf-8")
    return hashlib.sha256(ast.unparse(ast.parse(guard.without(source))).encode()).hexdigest()[:16]


def run(waiting):
    """Have the guards taken out, one after the other, in one session of the tests; return its exit code."""
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    plan = KEPT.with_name(f"guards-plan-{os.getpid()}.json")
    plan.write_text(json.dumps([asdict(one) | {"code": digest(one)} for one in waiting]), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.guard_loop", "--guards", str(plan)]
    done = subprocess.run([*command, "--show-capture=no", "--no-header", "tests"], cwd=ROOT, check=False)
    plan.unlink()
    return done.returncode


def report(picked, write=False):
    """Print who survived; return 1 where a guard was not missed, or was not asked."""
    told = kept()
    answered = [one for one in picked if told.get(one.name, {}).get("code") == digest(one)]
    survivors = [one for one in answered if not told[one.name]["caught_by"]]
    for one in survivors:
        print(f"SURVIVES {one.file}:{one.line} {one.name}")
    print(
        f"{len(answered)} of {len(picked)} asked, {len(survivors)} survive, {len(EQUIVALENT)} need not be missed"
    )
    if write:
        (ROOT / "docs" / "guards.md").write_text(page(picked, answered, survivors, told), encoding="utf-8")
    return 1 if survivors or len(answered) < len(picked) else 0


def page(picked, answered, survivors, told):
    """Return the page that says what was run and how it went."""
    names = {one.name for one in answered}
    parts = [
        "# Guards taken out in turn\n",
        "Written by `python3 -m config guards --write`; what a guard is, and which need not be missed and why, is in "
        "tests/guards.py. The tests near a guard run on SQLite until the first one fails.\n",
        f"- Written {time.strftime('%d %B %Y %H:%M')} UTC at commit {long_walks.commit()} (with what lay above it)",
        f"- {len(picked)} guards, {len(answered)} taken out, {len(answered) - len(survivors)} missed by a test, "
        f"**{len(survivors)} survive**, {len(picked) - len(answered)} not asked yet",
        f"- {len(EQUIVALENT)} more need not be missed:\n",
        *(f"  - `{name}`: {why}" for name, why in EQUIVALENT.items()),
        *long_walks.page(),
        "\n## Survivors\n",
        *(f"- {one.file}:{one.line} `{one.name}`" for one in survivors),
        "" if survivors else "None.",
        "\n## Not asked yet\n",
        *(f"- {one.file}:{one.line} `{one.name}`" for one in picked if one.name not in names),
        "" if len(answered) < len(picked) else "None.",
        "\n## Missed, and by which test first\n",
        *(f"- `{one.name}`: {told[one.name]['caught_by']}" for one in answered if one not in survivors),
    ]
    return "\n".join(parts).rstrip() + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
