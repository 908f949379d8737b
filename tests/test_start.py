import ast
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

import start
from environment import StartError

PROJECT = Path(__file__).parent.parent
LISTS = ("requirements.txt", "requirements-dev.txt", "requirements-engines.txt")

STREAMLIT = """
import http.server, sys
options = dict(word.removeprefix("--").split("=") for word in sys.argv[3:])

class Health(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"ok")
    def log_message(self, *_):
        pass

http.server.HTTPServer((options["server.address"], int(options["server.port"])), Health).serve_forever()
"""
TOOL = 'import sys; print("{name}", *sys.argv[1:], flush=True); sys.exit({code})'


class Ready(BaseHTTPRequestHandler):
    """Answers as the app does when it is ready."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that somebody listens on who is not our app."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def ready_port() -> Iterator[int]:
    """A port on which an app says that it is ready."""
    with HTTPServer(("127.0.0.1", 0), Ready) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the real start and a real environment, in which the packages are stand-ins beside the app."""
    home = tmp_path_factory.mktemp("project with spaces")
    for name in ("start.py", "environment.py"):
        shutil.copy(PROJECT / name, home)
    for name in LISTS:
        (home / name).write_text("# nothing\n")
    (home / "streamlit.py").write_text(STREAMLIT)
    for name, code in {"ruff": 0, "mypy": 1, "pytest": 0}.items():
        (home / f"{name}.py").write_text(TOOL.format(name=name, code=code))
    (home / "importlinter").mkdir()
    (home / "importlinter" / "cli.py").write_text("def lint_imports_command() -> None: print('contracts kept')\n")
    return home


def run(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(project / "start.py"), *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=project.parent, check=False)


@pytest.mark.parametrize("version", [(3, 11), (3, 11, 0), (3, 12, 4), (4, 0)])
def test_new_enough_python_is_let_in(version: tuple[int, ...]) -> None:
    assert start.too_old(version) is None


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 10, 13)])
def test_old_python_is_told_what_to_do(version: tuple[int, ...]) -> None:
    said = start.too_old(version)
    assert said == (
        f"Python 3.11 or newer is needed and this is {version[0]}.{version[1]}:"
        " install one, then run it as `python3.11 start.py`."
    )


@pytest.mark.parametrize("name", ["start.py", "environment.py"])
def test_old_python_can_read_the_file_that_refuses_it(name: str) -> None:
    tree = ast.parse((PROJECT / name).read_text(encoding="utf-8"), feature_version=(3, 7))
    imports = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imports |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert {str(name).split(".")[0] for name in imports} - {"environment"} <= sys.stdlib_module_names
    assert "__future__" not in imports, "Python 3.6 does not know `annotations` and would refuse in its own words"


def test_old_python_is_refused_before_anything_else(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 1, "final", 0))
    assert start.main(["test"], tmp_path) == 1
    assert capsys.readouterr().err.startswith("Python 3.11 or newer is needed and this is 3.9")


def test_app_answers_this_machine_only(tmp_path: Path) -> None:
    assert start.app_command(Path("python"), tmp_path, 8600) == [
        "python", "-m", "streamlit", "run", str(tmp_path / "app.py"),
        "--server.port=8600", "--server.address=127.0.0.1", "--server.headless=true",
    ]  # fmt: skip


def test_app_is_opened_to_others_on_purpose_by_name(tmp_path: Path) -> None:
    command = start.app_command(Path("python"), tmp_path, 8600, ("shop.example.com",))
    assert command[5:] == [
        "--server.port=8600", "--server.address=0.0.0.0", "--server.headless=true",
        "--server.allowedHosts=shop.example.com", "--server.allowedHosts=localhost", "--server.allowedHosts=127.0.0.1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "lists"),
    [
        ([], LISTS[:1]),
        (["--all"], (LISTS[0], LISTS[2])),
        (["test"], LISTS[:2]),
        (["test", "--all"], LISTS),
    ],
)
def test_what_is_installed_for_what(
    words: list[str], lists: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = []
    monkeypatch.setattr(start, "prepare", lambda home, lists: asked.append(lists))
    monkeypatch.setattr(start, "run_app", lambda python, home, *, port, browser, hosts: 0)
    monkeypatch.setattr(start, "run_checks", lambda python, home, *, engines, deep: 0)
    assert start.main(words, tmp_path) == 0
    assert asked == [lists]


@pytest.mark.parametrize("port", ["0", "65536", "eighty", "-1", "8501.5"])
def test_impossible_port_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        start.arguments([f"--port={port}"])
    assert f"{port} is not a port: choose a number from 1024 to 65535" in capsys.readouterr().err


def test_port_is_free_or_taken(free_port: int, silent_port: int) -> None:
    assert not start.taken(free_port)
    assert start.taken(silent_port)


def test_taken_port_comes_with_a_free_one(silent_port: int, tmp_path: Path) -> None:
    with pytest.raises(StartError) as told:
        start.run_app(Path("python"), tmp_path, port=silent_port, browser=False)
    said = str(told.value)
    assert said.startswith(f"Port {silent_port} is taken by another program: start with `--port ")
    assert not start.taken(int(said.split("`--port ")[1].removesuffix("`.")))


def test_app_that_runs_already_is_shown(
    ready_port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setenv("DISPLAY", ":0")
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / f"running-{ready_port}").touch()
    assert start.run_app(Path("python"), tmp_path, port=ready_port, browser=True) == 0
    assert opened == [f"http://localhost:{ready_port}"]
    assert opened[0] in capsys.readouterr().out


def test_someone_elses_app_is_not_shown_as_ours(ready_port: int, tmp_path: Path) -> None:
    with pytest.raises(StartError, match="taken by another program"):
        start.run_app(Path("python"), tmp_path, port=ready_port, browser=False)


def test_no_browser_means_none(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setenv("DISPLAY", ":0")
    start.show(8501, browser=False)
    assert opened == []


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (PermissionError(13, "Permission denied", "there"), "Cannot use there (Permission denied): give yourself"),
        (OSError(28, "No space left on device", "there"), "Cannot use there (No space left on device)"),
        (OSError(30, "Read-only file system"), "Cannot use {home} (Read-only file system): give yourself"),
        (FileNotFoundError(2, "No such file or directory", "a.txt"), "Cannot use a.txt (No such file or directory)"),
    ],
)
def test_what_the_system_refuses_is_a_sentence(
    error: OSError, sentence: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def refuse(home: Path, lists: tuple[str, ...]) -> Path:
        raise error

    monkeypatch.setattr(start, "prepare", refuse)
    assert start.main([], tmp_path) == 1
    said = capsys.readouterr().err
    assert said.startswith(sentence.format(home=tmp_path))
    assert said.count("\n") == 1


def test_app_that_fails_to_start_is_said(project: Path, free_port: int) -> None:
    working = (project / "streamlit.py").read_text()
    (project / "streamlit.py").write_text("raise SystemExit('no such theme')")
    done = run(project, "--no-browser", f"--port={free_port}")
    (project / "streamlit.py").write_text(working)
    assert done.returncode == 1
    assert done.stderr == "no such theme\nThe app ended before it was ready (code 1): the lines above say why.\n"


def test_every_check_runs_and_one_failure_fails_them_all(project: Path) -> None:
    done = run(project, "test")
    assert done.returncode == 1
    lines = [line for line in done.stdout.splitlines() if line]
    tests = " ".join(start.TESTS + start.QUICK)
    assert lines[lines.index("== format: ruff format --check .") :] == [
        "== format: ruff format --check .", "ruff format --check .",
        "== lint: ruff check .", "ruff check .",
        f"== imports: {' '.join(start.IMPORTS)}", "contracts kept",
        f"== tests: {tests}", tests,
        "== types: mypy", "mypy",
        "== summary", "format  ok", "lint    ok", "imports ok", "tests   ok", "types   FAILED",
    ]  # fmt: skip


@pytest.mark.parametrize("deep", [True, False])
@pytest.mark.parametrize("engines", [True, False])
def test_engines_and_depth_are_asked_for(engines: bool, deep: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(subprocess, "call", lambda command, cwd: ran.append(command) or 0)
    monkeypatch.setattr(start, "TYPES", ("-c", "pass"))
    monkeypatch.setattr(start, "prepare", lambda home, lists: Path(sys.executable))
    assert start.main(["test", *["--all"] * engines, *["--deep"] * deep], PROJECT) == 0
    assert ran[-1][:3] == [sys.executable, "-m", "pytest"]
    assert (start.QUICK[-1] in ran[-1], "--deep" in ran[-1]) == (not engines, deep)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send to one process")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_second_start_is_quick_and_ends_cleanly(project: Path, free_port: int, number: signal.Signals) -> None:
    run(project, "test")
    stamp = project / ".venv" / "installed.json"
    installed = stamp.stat().st_mtime_ns
    command = [sys.executable, str(project / "start.py"), "--no-browser", f"--port={free_port}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as app:
        assert app.stdout is not None
        assert app.stdout.readline() == f"The app is at http://localhost:{free_port} (Ctrl+C ends it)\n"
        assert stamp.stat().st_mtime_ns == installed, "nothing is installed anew"
        assert start.healthy(free_port)
        app.send_signal(number)
        out, err = app.communicate(timeout=20)
    assert (app.returncode, err) == (0, "")
    assert out.endswith("Stopped.\n")
    assert not start.taken(free_port)
