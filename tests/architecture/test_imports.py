"""The import rule holds, and the tool that says so would notice a break."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINTER = Path(sys.executable).with_name("lint-imports")
AT_THE_EDGE = ("deps", "routes", "routes_programs", "tasks")
# A line that breaks one contract each: where it is planted, what it imports, the contract's name.
BREAKS = {
    "upwards": ("logs/service.py", "import praan.journal.add", "Packages import downwards only"),
    "inside": ("logs/queries.py", "import praan.logs.service", "Inside a domain"),
    "new module": ("logs/helpers.py", "import praan.kernel.clock", "Inside a domain"),
    "foreign SQL": ("journal/changes.py", "import praan.logs.queries", "A domain's SQL is its own"),
    "foreign deps": ("journal/changes.py", "import praan.logs.deps", "Dependencies of the HTTP edge"),
    "framework": ("meals/words.py", "import fastapi", "Use cases, SQL and shapes know neither"),
    "framework by a detour": (
        "audit/service.py",
        "import praan.infra.http.once",
        "Use cases, SQL and shapes know",
    ),
    "task queue": ("programs/queries.py", "import praan.infra.tasks", "Use cases, SQL and shapes know neither"),
    "cycle": ("infra/db.py", "import praan.infra.runtime", "No cycles anywhere"),
}


def lint(folder: Path) -> tuple[int, str]:
    """Exit code and words of the linter on the `src` and `pyproject.toml` in `folder`."""
    done = subprocess.run(
        [LINTER, "--config", str(folder / "pyproject.toml"), "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package and its contracts, to break."""
    shutil.copytree(
        ROOT / "src",
        tmp_path / "src",
        ignore=lambda folder, names: [n for n in names if Path(n).suffix in (".onnx", ".gz")],
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_import_rule_holds(copy: Path) -> None:
    code, words = lint(copy)

    assert code == 0, words


@pytest.mark.parametrize("kind", BREAKS)
def test_a_planted_break_is_found(copy: Path, kind: str) -> None:
    where, line, contract = BREAKS[kind]
    with (copy / "src" / "praan" / where).open("a") as module:
        module.write(f"\n{line}\n")

    code, words = lint(copy)

    assert code == 1, words
    broken = [row for row in words.splitlines() if row.rstrip().endswith("BROKEN") or "BROKEN (" in row]
    assert any(row.startswith(contract) for row in broken), words


def test_every_module_below_the_edge_is_kept_from_the_frameworks() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    framework = next(each for each in contracts if each["name"].startswith("Use cases"))
    inside = next(each for each in contracts if each["name"].startswith("Inside a domain"))
    modules = {
        path.stem
        for domain in inside["containers"]
        for path in (ROOT / "src" / domain.replace(".", "/")).glob("*.py")
        if path.stem != "__init__" and path.stem not in AT_THE_EDGE
    }

    assert modules == {name.rpartition(".")[2] for name in framework["source_modules"]} - {"kernel"}
    packages = {path.parent.name for path in (ROOT / "src/praan").glob("*/routes.py")}
    assert packages <= {name.removeprefix("praan.") for name in inside["containers"]}
