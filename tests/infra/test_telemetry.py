"""What leaves as a log line: the error and where it happened, never what was in hand."""

from __future__ import annotations

import json
import logging

import pytest
import structlog

from praan.infra.telemetry import configure_logging


def test_a_logged_error_carries_no_local_variables(capsys: pytest.CaptureFixture[str]) -> None:
    kept = structlog.get_config()
    try:
        configure_logging("test", logging.INFO)
        diagnosis = "gestational diabetes"
        try:
            raise ValueError("no good")
        except ValueError:
            structlog.get_logger("test").exception("failed", about=len(diagnosis))
    finally:
        structlog.configure(**kept)
        structlog.contextvars.clear_contextvars()

    line = capsys.readouterr().err
    said = json.loads(line)
    assert said["exception"][0]["exc_type"] == "ValueError"
    assert "gestational" not in line
