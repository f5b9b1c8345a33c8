"""PDFs written anew: what can be seen stays, all else is left behind, what cannot be is refused in time."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import BooleanObject, DecodedStreamObject, DictionaryObject
from tests import pdfs

from praan.infra.pdf import child, guarded
from praan.infra.pdf.guarded import PdfRefused

# Of acting, leading away, or holding something. None of these names may be anywhere in what is kept.
FORBIDDEN = child.DROPPED - {"/Length", "/Parent", "/Annots", "/PS", "/DL", "/Ref"} | {
    "/A", "/EF", "/FileAttachment", "/Filespec", "/GoToR", "/Link", "/OpenAction", "/Properties", "/RichMedia",
    "/S", "/Screen", "/SubmitForm", "/Widget", "/XFA",
}  # fmt: skip


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is, only what a file costs of the processor counts here."""
    monkeypatch.setattr(guarded, "WALL_S", {"clean": 120.0, "text": 120.0})


def refused(data: bytes) -> str:
    with pytest.raises(PdfRefused) as refusal:
        guarded.clean(data)
    assert refusal.value.message.endswith(".")
    return refusal.value.code


def test_what_can_be_seen_stays() -> None:
    writer = pdfs.pages("Haemoglobin 13.2", "Platelets 250")
    writer.pages[1].rotate(90)
    writer.pages[1].cropbox.lower_left = (10, 20)

    made = guarded.clean(pdfs.written(writer))

    reader = PdfReader(io.BytesIO(made.data))
    assert (made.pages, len(reader.pages)) == (2, 2)
    assert [page.extract_text().strip() for page in reader.pages] == ["Haemoglobin 13.2", "Platelets 250"]
    assert [page.rotation for page in reader.pages] == [0, 90]
    assert tuple(reader.pages[1].cropbox.lower_left) == (10, 20)
    assert tuple(reader.pages[0].mediabox) == (0, 0, 595, 842)
    assert guarded.text(made.data) == "Haemoglobin 13.2\nPlatelets 250"


def test_nothing_that_acts_leads_away_or_tells_of_its_maker_is_kept() -> None:
    dirty = pdfs.alive()
    assert pdfs.SECRET in dirty
    assert FORBIDDEN & pdfs.names_in(dirty)

    made = guarded.clean(dirty)

    # The font is called /A: a name in a list of resources, where it is not a deed.
    assert FORBIDDEN & pdfs.names_in(made.data) == {"/A"}
    assert pdfs.SECRET not in made.data
    reader = PdfReader(io.BytesIO(made.data))
    assert set(reader.root_object) == {"/Type", "/Pages"}
    assert reader.metadata is None
    assert not any("/Annots" in page or "/AA" in page for page in reader.pages)
    assert guarded.text(made.data) == "Glucose 104 mg/dL\nPage two"


def test_cleaning_twice_changes_nothing() -> None:
    once = guarded.clean(pdfs.alive()).data

    assert guarded.clean(once).data == once


def test_what_is_filled_in_stays_as_it_looks_and_cannot_be_pressed() -> None:
    made = guarded.clean(pdfs.with_field(drawn=True)).data

    marks: Any = PdfReader(io.BytesIO(made)).pages[0]["/Annots"]
    assert len(marks) == 1
    stamp = marks[0].get_object()
    assert set(stamp) == {"/Type", "/Subtype", "/Rect", "/F", "/AP"}
    assert stamp["/Subtype"] == "/Stamp"
    assert b"Dr. Rao" in stamp["/AP"]["/N"].get_data()
    assert pdfs.SECRET not in made


def test_entries_that_would_be_lost_are_refused() -> None:
    assert refused(pdfs.with_field(drawn=False)) == "PDF_FORM"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "PDF_NOT_A_PDF"),
        (b"GIF89a", "PDF_NOT_A_PDF"),
        (b"<!doctype html><script>1</script>" + pdfs.report(), "PDF_NOT_A_PDF"),
        (b"%PDF-1.7\n<html>", "PDF_BROKEN"),
        (pdfs.report()[:-300], "PDF_BROKEN"),
        (pdfs.report()[: len(pdfs.report()) // 2], "PDF_BROKEN"),
        (pdfs.locked(owner_only=False), "PDF_ENCRYPTED"),
        (pdfs.locked(owner_only=True), "PDF_ENCRYPTED"),
        (pdfs.many(201), "PDF_TOO_MANY_PAGES"),
        (pdfs.many(10_000), "PDF_TOO_MANY_PAGES"),
        (pdfs.cyclic(), "PDF_BROKEN"),
        (pdfs.bottomless(), "PDF_TOO_COMPLEX"),
        (pdfs.dangling(), "PDF_BROKEN"),
        (pdfs.with_catalogue(Collection=DictionaryObject()), "PDF_PORTFOLIO"),
        (
            pdfs.with_catalogue(
                NeedsRendering=BooleanObject(True), AcroForm=pdfs.entries(XFA=pdfs.box(1), Fields=pdfs.box())
            ),
            "PDF_FORM",
        ),
    ],
    ids=[
        "empty", "gif", "html before a pdf", "html behind the first bytes", "cut off", "half", "locked",
        "locked against changes", "201 pages", "10,000 pages", "cyclic tree", "bottomless tree", "content gone",
        "portfolio", "dynamic form",
    ],
)  # fmt: skip
def test_what_cannot_be_made_clean_is_refused_with_words(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_two_hundred_pages_are_taken() -> None:
    assert guarded.clean(pdfs.many(200)).pages == 200


# In a process of its own: what the system tells of children it tells of all of them together.
# The clock on the wall is put off, since other tests may be busy.
WITHIN = """
import json, resource, sys
from praan.infra.pdf import guarded
guarded.WALL_S["clean"] = 120.0
code = None
try:
    guarded.clean(sys.stdin.buffer.read())
except guarded.PdfRefused as refused:
    code = refused.code
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([code, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024]))
"""


@pytest.mark.parametrize("make", [pdfs.bomb, pdfs.nested_bomb, pdfs.greedy], ids=lambda make: make.__name__)
def test_what_swells_is_refused_in_time_and_within_bounds(make: Callable[[], bytes]) -> None:
    ended = subprocess.run([sys.executable, "-c", WITHIN], input=make(), capture_output=True, check=True)

    code, seconds, memory = json.loads(ended.stdout)
    assert code in ("PDF_TOO_COMPLEX", "PDF_BROKEN")
    assert seconds < guarded.CLEAN_S + 2
    assert memory <= child.MEMORY


def test_what_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded, "CLEAN_S", 1)

    assert refused(pdfs.slow()) == "PDF_TOO_COMPLEX"


def test_a_machine_too_busy_is_no_fault_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(guarded.WALL_S, "clean", 0.01)

    with pytest.raises(TimeoutError):
        guarded.clean(pdfs.report())


def test_knots_are_untied() -> None:
    made = guarded.clean(pdfs.knotted())

    assert made.pages == 1


def test_what_lies_between_and_behind_the_objects_is_gone() -> None:
    page = b"<script>" + pdfs.SECRET + b"</script>"
    data = pdfs.report().replace(b"%PDF-1.3\n", b"%PDF-1.3\n%" + page + b"\n", 1) + page
    assert data.count(pdfs.SECRET) == 2

    assert pdfs.SECRET not in guarded.clean(data).data


def test_text_is_bounded_and_what_was_read_in_time_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded, "TEXT_S", 1)
    writer = pdfs.pages("First page", "Second page")
    hog = DecodedStreamObject()
    hog.set_data(b"BT /A 1 Tf " + b"(x) Tj " * 280_000 + b"ET")
    writer.pages[1][pdfs.name("Contents")] = writer._add_object(hog.flate_encode())
    made = guarded.clean(pdfs.written(writer))

    assert guarded.text(made.data) == "First page"

    long = guarded.clean(pdfs.report(*["word " * 4_000] * 15)).data
    monkeypatch.setattr(guarded, "TEXT_S", 20)
    assert 0.9 * child.MOST_CHARACTERS < len(guarded.text(long)) <= child.MOST_CHARACTERS


def test_the_process_knows_no_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    spy = tmp_path / "spy.py"
    spy.write_text("import json, os, sys\nprint(json.dumps([dict(os.environ), sys.flags.isolated]))\n")
    monkeypatch.setattr(guarded, "CHILD", spy)
    monkeypatch.setenv("PRAAN_ENCRYPTION_KEYS", "1:secret")

    ended, out = guarded._run("clean", 1, b"")

    environment, isolated = json.loads(out)
    assert (ended, isolated) == (0, 1)
    assert set(environment) <= {"LC_CTYPE"}


def test_a_process_that_fails_is_nobodys_refusal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text("raise SystemExit(3)\n")
    monkeypatch.setattr(guarded, "CHILD", broken)

    with pytest.raises(RuntimeError, match="ended with 3"):
        guarded.clean(pdfs.report())


def test_the_process_may_not_write_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Confined as the real one confines itself."""
    target = tmp_path / "made"
    code = (
        "import importlib.util, sys\n"
        f"spec = importlib.util.spec_from_file_location('child', {str(guarded.CHILD)!r})\n"
        "child = importlib.util.module_from_spec(spec); spec.loader.exec_module(child)\n"
        f"child.confine(5); open({str(target)!r}, 'wb', 0).write(b'x')\n"
    )
    program = tmp_path / "program.py"
    program.write_text(code)
    monkeypatch.setattr(guarded, "CHILD", program)
    ended, _ = guarded._run("clean", 5, b"")

    assert ended != 0
    assert not target.exists() or target.read_bytes() == b""


@pytest.mark.parametrize("seed", range(6))
def test_damage_ends_in_a_clean_file_or_a_refusal(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(pdfs.alive())
    for _ in range(chance.randint(1, 60)):
        data[chance.randrange(5, len(data))] = chance.randrange(256)
    try:
        made = guarded.clean(bytes(data)).data
    except PdfRefused:
        return

    kept = pdfs.names_in(made)
    assert not {"/OpenAction", "/AA", "/JavaScript", "/JS", "/EF", "/Launch", "/URI", "/XFA"} & kept
