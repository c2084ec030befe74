"""`python3 -m config`: what it refuses, and with which sentence."""

import ast
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from config.door import address, checks, locks, steps, venv, verbs, version

ROOT = steps.ROOT
BEFORE_THE_REFUSAL = [
    "config/__init__.py",
    "config/__main__.py",
    "config/door/__init__.py",
    "config/door/version.py",
]


def is_one_sentence_with_a_remedy(text, remedy):
    return len(text.strip().splitlines()) == 1 and remedy in text and re.search("[ก-๙]", text)


def start(*command, cwd=ROOT, env=()):
    """Run a program as a machine without any setting of ours would."""
    bare = {
        "DEBUG": "",
        "DEMO": "",
        "SECRET_KEY": "",
        "ALLOWED_HOSTS": "",
        "TEST_ENGINE": "",
        "DATABASE_URL": "",
    }
    bare["PYTHONIOENCODING"] = "utf-8"
    return subprocess.run(
        [sys.executable, *command],
        cwd=cwd,
        env=os.environ | bare | dict(env),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.fixture
def taken_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


# --- Python


@pytest.mark.parametrize("old", [(3, 6), (3, 10)])
def test_an_old_python_is_refused_in_one_sentence(old):
    assert is_one_sentence_with_a_remedy(version.too_old(old), "python3.11 -m config run")


@pytest.mark.parametrize("new", [(3, 11), (3, 14), (4, 0)])
def test_a_new_python_is_let_in(new):
    assert version.too_old(new) == ""


@pytest.mark.parametrize("path", BEFORE_THE_REFUSAL)
def test_what_runs_before_the_refusal_can_be_read_by_an_old_python(path):
    ast.parse((ROOT / path).read_text(encoding="utf-8"), feature_version=(3, 6))


def test_that_reading_finds_what_an_old_python_cannot_read():
    with pytest.raises(SyntaxError):
        ast.parse("if (n := 1): pass", feature_version=(3, 6))


def test_nothing_else_is_imported_before_the_refusal():
    body = ast.parse((ROOT / "config/__main__.py").read_text(encoding="utf-8")).body
    refusal = next(place for place, node in enumerate(body) if isinstance(node, ast.If))
    imported = [ast.unparse(node) for node in body[:refusal] if isinstance(node, ast.Import | ast.ImportFrom)]
    assert imported == ["import sys", "from config.door.version import too_old"]


def test_a_python_without_its_venv_package_is_told_what_to_install(tmp_path):
    shutil.copytree(ROOT / "config", tmp_path / "config", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    hidden = (
        "import runpy, sys; sys.modules['ensurepip'] = None; runpy.run_module('config', run_name='__main__')"
    )
    outcome = start("-c", hidden.replace("runpy.run", "sys.argv[1:] = ['check']; runpy.run"), cwd=tmp_path)
    assert outcome.returncode == 1
    assert is_one_sentence_with_a_remedy(outcome.stderr, "sudo apt install python3")
    assert not (tmp_path / ".venv").exists()


def test_packages_are_installed_again_only_when_the_lock_changed(tmp_path, monkeypatch):
    installed = []
    (tmp_path / "requirements").mkdir()
    lock = tmp_path / "requirements" / "base.txt"
    lock.write_text("a==1")
    monkeypatch.setattr(venv, "ROOT", tmp_path)
    monkeypatch.setattr(venv, "VENV", tmp_path)
    monkeypatch.setattr(venv, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(venv, "_install", installed.append)
    venv.ensure("base")
    venv.ensure("base")
    assert installed == ["base"]
    lock.write_text("a==2")
    venv.ensure("base")
    assert installed == ["base", "base"]


# --- The address


def test_a_taken_port_is_refused_before_anything_is_made(taken_port):
    outcome = start("-m", "config", "run", str(taken_port))
    assert outcome.returncode == 1
    assert is_one_sentence_with_a_remedy(outcome.stderr, f"python3 -m config run {taken_port + 1}")
    assert outcome.stdout == ""


def test_a_free_port_is_not_refused(taken_port):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    address.refuse_taken(address.Address("127.0.0.1", free))


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(steps.Refusal, match=r"127\.0\.0\.1"):
        address.refuse_taken(address.Address("192.0.2.1", 8000))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("8080", "127.0.0.1:8080"),
        (":8080", "127.0.0.1:8080"),
        ("0.0.0.0:80", "0.0.0.0:80"),
        ("[::1]:8000", "[::1]:8000"),
    ],
)
def test_an_address_is_read_as_people_type_it(typed, read):
    assert str(address.read(typed)) == read


@pytest.mark.parametrize("typed", ["", "http", "0", "65536", "1.2.3.4", "๘๐๐๐", "-1", "8000x"])
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(steps.Refusal, match="8080"):
        address.read(typed)


# --- A real server is never started as a try-out, nor with demo people


def test_a_bare_machine_gets_the_try_out():
    env = verbs.try_out({})
    assert (env["DEBUG"], env["DEMO"]) == ("1", "1")


@pytest.mark.parametrize(
    "said", [{"DEBUG": "0"}, {"SECRET_KEY": "x" * 50}, {"ALLOWED_HOSTS": "phuenngan.example.org"}]
)
def test_a_machine_that_is_set_up_as_a_server_is_left_so(said):
    assert verbs.try_out(said) == said


def test_a_server_set_up_by_its_env_file_is_left_so(tmp_path, monkeypatch):
    (tmp_path / ".env").write_text("# ours\nexport SECRET_KEY='abc'\n")
    monkeypatch.setattr(verbs, "ROOT", tmp_path)
    assert verbs.try_out({}) == {}


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ({}, "SECRET_KEY"),
        ({"SECRET_KEY": "x" * 50}, "ALLOWED_HOSTS"),
        ({"SECRET_KEY": "x" * 50, "ALLOWED_HOSTS": "a.example", "DEMO": "1"}, "DEMO"),
    ],
)
def test_without_debug_an_unsafe_setting_is_a_clear_refusal(said, missing, tmp_path):
    said = said | {"DEBUG": "0", "DEMO": said.get("DEMO", "0"), "DATA_DIR": str(tmp_path)}
    outcome = start("-m", "config.door.prepare", "serve", "127.0.0.1", "1", env=said)
    assert outcome.returncode == 1
    assert is_one_sentence_with_a_remedy(outcome.stderr, missing)


# --- Locks


@pytest.mark.parametrize("group", locks.GROUPS)
def test_the_locks_hold_a_hash_for_everything_and_no_address(group):
    lock = (ROOT / "requirements" / f"{group}.txt").read_text(encoding="utf-8")
    assert lock.count("==") > 20
    assert locks.unhashed(lock) == []
    assert locks.addresses(lock) == []


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://pypi.example/simple",
        "-e .",
        "a @ file:///home/me/a.whl",
        "./wheels/a.whl",
        "C:\\a.whl",
    ],
)
def test_an_address_in_a_lock_is_found(line):
    assert locks.addresses(f"a==1 \\\n    --hash=sha256:00\n{line}\n") == [line]


def test_a_requirement_without_a_hash_is_found():
    assert locks.unhashed("a==1 \\\n    --hash=sha256:00\nb==2\nc>=3 \\\n    --hash=sha256:00\n") == [
        "b==2",
        "c>=3",
    ]


def test_the_lock_holds_all_that_the_project_asks_for():
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names = {re.split(r"[^\w.-]", line)[0].lower() for line in asked}
    locked = set(
        re.findall(r"(?m)^([\w.-]+)==", (ROOT / "requirements/base.txt").read_text(encoding="utf-8"))
    )
    assert names <= locked


# --- Starting, stopping, checking


def test_an_interrupt_ends_the_program_quietly():
    code = (
        "import os, sys; from config.door import verbs; "
        "sleep = 'import time; print(1, flush=True); time.sleep(60)'; "
        "sys.exit(verbs.hand_over([sys.executable, '-c', sleep], os.environ))"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        # What is started in the background of a script ignores an interrupt, and so would its children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    running.stdout.readline()
    started = time.monotonic()
    running.send_signal(signal.SIGINT)
    _out, err = running.communicate(timeout=20)
    assert (running.returncode, err) == (0, b"")
    assert time.monotonic() - started < 10


def test_every_check_runs_even_after_one_failed(monkeypatch, capsys):
    failing = checks.Check("first", ["-c", "import sys; print('what is wrong'); sys.exit(3)"])
    passing = checks.Check("second", ["-c", "pass"])
    monkeypatch.setattr(checks, "every", lambda _folder: [failing, passing])
    assert checks.run_all(Path(sys.executable)) == 1
    told = capsys.readouterr().out
    assert "what is wrong" in told
    assert re.search(r"FAILED first.*\nok     second", told)


def test_an_unknown_verb_shows_the_verbs():
    outcome = start("-m", "config", "fly")
    assert outcome.returncode == 2
    assert "python3 -m config" in outcome.stdout


def test_a_database_that_does_not_answer_is_told_in_one_sentence(tmp_path):
    dead = {
        "DEBUG": "1",
        "DEMO": "0",
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/no/such.db",
    }
    outcome = start("-m", "config.door.prepare", "serve", "127.0.0.1", "1", env=dead)
    assert outcome.returncode == 1
    assert is_one_sentence_with_a_remedy(outcome.stderr, "prepare.log")
