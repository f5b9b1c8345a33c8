"""Cleaning PDFs and reading their text from outside the process that opens them (child.py).

That process gets the bytes and nothing else: no environment, no files to write, bounded memory and CPU.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from praan.kernel.errors import Unusable

CHILD: Final = Path(__file__).with_name("child.py")
# Of CPU. The clock on the wall is for a busy machine; both together stay below what a task may take.
CLEAN_S: Final = 7
TEXT_S: Final = 4
WALL_S: dict[str, float] = {"clean": 10.0, "text": 5.0}

WORDS: Final = {
    "PDF_NOT_A_PDF": "The file is not a PDF. Please choose the report again.",
    "PDF_ENCRYPTED": "This PDF is locked with a password. Save a copy without one (printing it to PDF does that),"
    " then upload the copy.",
    "PDF_TOO_MANY_PAGES": "This PDF has more than 200 pages. Please upload it in parts.",
    "PDF_TOO_COMPLEX": "This PDF is too complicated to open safely. Print it to PDF, or take photos of its pages.",
    "PDF_FORM": "This PDF is a form whose entries would be lost. Print it to PDF, then upload that copy.",
    "PDF_PORTFOLIO": "This PDF is a folder of other files. Please upload those one by one.",
    "PDF_BROKEN": "This PDF is damaged or incomplete. Open it and save it again, then upload that copy.",
}


class PdfRefused(Unusable):
    """The file is not a PDF that Praan takes."""

    def __init__(self, code: str) -> None:
        super().__init__(code, WORDS[code])


@dataclass(frozen=True, slots=True)
class CleanPdf:
    """A PDF that can only be looked at, and how many pages it has."""

    data: bytes
    pages: int


def clean(data: bytes) -> CleanPdf:
    """A PDF written anew: its pages as they look, without anything that acts, leads away or tells of its maker.

    Raises PdfRefused; TimeoutError when the machine is too busy to tell; RuntimeError when the process fails.
    """
    ended, out = _run("clean", CLEAN_S, data)
    head, _, made = out.partition(b"\n")
    if ended is None:
        raise TimeoutError("cleaning a PDF took too long")
    if ended in (-signal.SIGXCPU, -signal.SIGKILL):
        raise PdfRefused("PDF_TOO_COMPLEX")
    if ended != 0 or not head:
        raise RuntimeError(f"the process that cleans PDFs ended with {ended}")
    answer = json.loads(head)
    if "refused" in answer:
        raise PdfRefused(answer["refused"])
    return CleanPdf(made, answer["pages"])


def text(data: bytes) -> str:
    """The text of a clean PDF's pages: at most 50,000 characters, and what can be read within TEXT_S."""
    _, out = _run("text", TEXT_S, data)
    whole = out.rpartition(b"\n")[0]
    return "\n".join(page for line in whole.splitlines() if (page := json.loads(line).strip()))


def _run(deed: str, seconds: int, data: bytes) -> tuple[int | None, bytes]:
    """How the process ended (None: it was stopped by the clock), and what it wrote until then."""
    command = [sys.executable, "-I", "-B", str(CHILD), deed, str(seconds)]
    try:
        done = subprocess.run(
            command, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, timeout=WALL_S[deed]
        )
    except subprocess.TimeoutExpired as late:
        return None, late.output or b""
    return done.returncode, done.stdout
