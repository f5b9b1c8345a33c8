"""The mail catcher: takes letters from who knows the password, keeps them private, and few."""

from __future__ import annotations

import json
import os
import smtplib
import stat
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from praan.infra.smtp import deliver, server_of
from praan.localstack import Services
from praan.localstack.catcher import KEPT
from praan.localstack.mail import caught

ELSEWHERE = {"PRAAN_DATABASE_URL": "unused", "PRAAN_REDIS_URL": "redis://unused", "PRAAN_S3_ENDPOINT": "unused"}


@pytest.fixture(scope="module")
def catcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """The catcher alone."""
    services = Services(tmp_path_factory.mktemp("catcher") / "home", outside=ELSEWHERE)
    services.start()
    yield services
    services.destroy()


def url_of(services: Services) -> str:
    port = json.loads(services.home.ports.read_text())["mail"]
    return f"smtp://praan:{services.credentials.smtp}@127.0.0.1:{port}"


def letter(to: str, subject: str, text: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "praan@localhost", to, subject
    made.set_content(text)
    return made


def praan_mail(home: Path, *arguments: str) -> str:
    said = subprocess.run(
        [sys.executable, "-m", "praan.entry.cli", "mail", *arguments],
        env={**os.environ, "PRAAN_HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    return said.stdout


def test_what_arrives_is_listed_in_its_order(catcher: Services) -> None:
    server = server_of(url_of(catcher))
    deliver(server, letter("asha@example.com", "नमस्ते", "First line.\n\nhttp://x/#a\n"), "praan@localhost")
    deliver(server, letter("ravi@example.com", "Second", "Hello.\n"), "praan@localhost")

    rows = json.loads(praan_mail(catcher.home.path, "--json"))

    assert rows == [
        {"to": "asha@example.com", "subject": "नमस्ते", "text": "First line.\n\nhttp://x/#a\n"},
        {"to": "ravi@example.com", "subject": "Second", "text": "Hello.\n"},
    ]
    assert "Subject: Second" in praan_mail(catcher.home.path)


def test_nobody_else_reads_the_letters(catcher: Services) -> None:
    files = list((catcher.home.servers / "mail").iterdir())

    assert files != []
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE((catcher.home.servers / "mail").stat().st_mode) == 0o700


def test_the_catcher_takes_nothing_from_strangers(catcher: Services) -> None:
    before = len(caught(catcher.home))
    server = server_of(url_of(catcher))
    for client in (
        server_of(f"smtp://127.0.0.1:{server.port}"),
        server_of(f"smtp://praan:no@127.0.0.1:{server.port}"),
    ):
        with pytest.raises(smtplib.SMTPException):
            deliver(client, letter("asha@example.com", "No", "No."), "praan@localhost")

    assert len(caught(catcher.home)) == before


def test_only_the_newest_are_kept(catcher: Services) -> None:
    folder = catcher.home.servers / "mail"
    for number in range(KEPT + 5):
        (folder / f"{number:020d}-old.eml").write_bytes(b"Subject: old\r\n\r\nold\r\n")
    deliver(server_of(url_of(catcher)), letter("asha@example.com", "New", "New."), "praan@localhost")

    held = caught(catcher.home)

    assert len(held) == KEPT
    assert held[-1].subject == "New"


def test_an_empty_catcher_says_so(tmp_path: Path) -> None:
    assert praan_mail(tmp_path).strip() == "No letter has arrived."
    assert json.loads(praan_mail(tmp_path, "--json")) == []


def test_a_home_from_before_the_catcher_and_push_messages_gets_their_secrets(catcher: Services) -> None:
    secrets = json.loads(catcher.home.secrets.read_text())
    old = {name: value for name, value in secrets.items() if name not in ("smtp", "push_key")}
    catcher.home.secrets.write_text(json.dumps(old))
    fresh = Services(catcher.home.path, outside=ELSEWHERE)

    kept = fresh.credentials
    now = json.loads(catcher.home.secrets.read_text())
    assert (kept.smtp, kept.push_key) == (now["smtp"], now["push_key"])
    assert Services(catcher.home.path, outside=ELSEWHERE).credentials == kept
    assert fresh.credentials.token_secret == secrets["token_secret"]
    catcher.home.secrets.write_text(json.dumps(secrets))
