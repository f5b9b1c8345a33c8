"""Who installs the wheel has everything: `praan start` in an empty folder serves the web app, without Node."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest
from tests.localstack.test_stack import free_port

ROOT = Path(__file__).parents[2]
BUILD = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes


@dataclass(frozen=True)
class Installed:
    """A Praan that was installed from its wheel and runs."""

    url: str
    site: Path

    def get(self, path: str, **headers: str) -> Answer:
        asked = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            with urllib.request.urlopen(urllib.request.Request(self.url + path, headers=asked)) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as refused:
            return Answer(refused.code, refused.headers, refused.read())


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    """The wheel of this checkout in a fresh environment, beside the dependencies that are here already."""
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-c", BUILD, str(folder)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    wheel = folder / built.stdout.split()[-1]
    venv, empty = folder / "venv", folder / "empty"
    empty.mkdir()
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    python = venv / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python)]
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)], check=True)
    [site] = (venv / "lib").glob("python*/site-packages")
    # A path alone: what is installed there as editable (this checkout) is not followed.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    (venv / "bin" / "weed").symlink_to(Path(sysconfig.get_path("scripts")) / "weed")
    port = free_port()
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PRAAN_", "PYTHON"))}
    path = [name for name in os.defpath.split(os.pathsep) if name and not shutil.which("node", path=name)]
    environment = {
        **own,
        "PATH": os.pathsep.join([str(venv / "bin"), *path]),
        "PRAAN_HOME": str(folder / "home"),
        "PRAAN_PORT": str(port),
    }

    def praan(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [venv / "bin" / "praan", *arguments],
            cwd=empty,
            env=environment,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=60,
        )

    try:
        started = praan("start")
        assert started.returncode == 0, started.stdout + started.stderr
        yield Installed(f"http://127.0.0.1:{port}", site)
    finally:
        praan("down")
    assert list(empty.iterdir()) == []


def test_the_wheel_alone_serves_the_app(installed: Installed) -> None:
    """Its own copy of the app and of the migrations, compressed beforehand and cached for as long as they hold."""
    assert (installed.site / "praan" / "web" / "index.html").is_file()
    assert (installed.site / "praan" / "migrations" / "sql").is_dir()
    page = installed.get("/m/7/today")
    [entry] = re.findall(r'src="([^"]+\.js)"', page.body.decode())
    scripts = re.findall(r"</([^>]+\.js)>", page.headers["Link"])

    assert page.status == 200
    assert page.headers["Cache-Control"] == "no-cache"
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in page.headers["Content-Security-Policy"]
    assert installed.get(f"/{entry}").headers["Cache-Control"] == "public, max-age=31536000, immutable"
    plainly = {script: installed.get(f"/{script}") for script in scripts}
    # What fits into one packet anyway is sent as it is.
    large = {script: plain for script, plain in plainly.items() if len(plain.body) > 10_000}
    assert large
    for script, plain in large.items():
        small = installed.get(f"/{script}", Accept_Encoding="gzip")
        smallest = installed.get(f"/{script}", Accept_Encoding="gzip, br")
        known = installed.get(f"/{script}", Accept_Encoding="br", If_None_Match=smallest.headers["ETag"])
        assert plain.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert small.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(small.body) == plain.body
        assert smallest.headers["Content-Encoding"] == "br"
        assert len(smallest.body) < len(small.body) < len(plain.body) / 2
        assert plain.headers["ETag"] != small.headers["ETag"] != smallest.headers["ETag"]
        assert (known.status, known.body) == (304, b"")


def test_the_api_answers_beside_it(installed: Installed) -> None:
    """Every process of the stack runs from the wheel."""
    ready = installed.get("/api/v1/health/ready")
    missing = installed.get("/api/v1/nothing")

    assert ready.status == 200
    assert (missing.status, missing.headers["Content-Type"]) == (404, "application/problem+json")
