"""The web app's API client is exactly what the server's own document makes of it."""

from __future__ import annotations

import filecmp
import subprocess
import sys
from pathlib import Path

WEB = Path(__file__).parents[2] / "web"
BIN = Path(sys.executable).parent


def test_the_committed_document_is_the_servers() -> None:
    """`make client` writes it anew."""
    told = subprocess.run([sys.executable, "-m", "praan.entry.cli", "openapi"], capture_output=True, check=True)

    assert (WEB / "openapi.json").read_bytes() == told.stdout


def test_regenerating_the_client_gives_no_difference(tmp_path: Path) -> None:
    """Nobody has edited it, and nobody has forgotten it."""
    generator = WEB / "node_modules" / "ng-openapi-gen" / "lib" / "index.js"
    subprocess.run(
        [BIN / "node", generator, "--config", "ng-openapi-gen.json", "--output", tmp_path],
        cwd=WEB,
        capture_output=True,
        check=True,
    )

    assert _differences(WEB / "src" / "app" / "api", tmp_path) == []


def _differences(left: Path, right: Path) -> list[str]:
    names = {path.relative_to(root) for root in (left, right) for path in root.rglob("*") if path.is_file()}
    assert names
    _, mismatch, missing = filecmp.cmpfiles(left, right, [str(name) for name in names], shallow=False)
    return sorted([*mismatch, *missing])
