"""Which tasks follow which event, and what runs by the clock. Nothing else."""

from __future__ import annotations

from dataclasses import dataclass

ALERTS = "alerts"
ANALYSIS = "analysis"
DEFAULT = "default"
REPORTS = "reports"
# In the order in which one worker that serves several takes from them: alerts first, what takes long last.
QUEUES = (ALERTS, ANALYSIS, DEFAULT, REPORTS)
ANALYSE_PHOTO = "journal.analyse_photo"
CLEAN_DOCUMENT = "documents.clean"
READ_DOCUMENT = "documents.read"
SEND_MAIL = "mail.send"
MAIL_INVITATIONS = "families.mail_held"
SWEEP_UPLOADS = "uploads.sweep"
SWEEP_KEYS = "maintenance.sweep_keys"
MAKE_PARTITIONS = "maintenance.make_partitions"
TURN_PROGRAMS = "programs.turn"
INDEX_SEARCH = "search.index"
WATCH_STALE = "vitals.watch_stale"
INDEX_DOCUMENT = "search.document"
TELL_OPENED = "notifications.opened"
TELL_ESCALATED = "notifications.escalated"
TELL_CLEARED = "notifications.cleared"
DELIVER = "notifications.deliver"
ASK_REPORTS = "reports.ask_weekly"
MAKE_REPORT = "reports.make"
SWEEP_SHARES = "reports.sweep_shares"


@dataclass(frozen=True, slots=True)
class Route:
    """A task, its queue, and what of the event's payload it takes after the owner's id."""

    task: str
    queue: str
    ids: tuple[str, ...]


EVENTS: dict[str, tuple[Route, ...]] = {
    "photo_logged": (Route(ANALYSE_PHOTO, ANALYSIS, ("log_id",)),),
    "document_added": (Route(CLEAN_DOCUMENT, ANALYSIS, ("document_id",)),),
    "document_cleaned": (Route(READ_DOCUMENT, DEFAULT, ("document_id",)),),
    "document_ready": (Route(INDEX_DOCUMENT, DEFAULT, ("document_id",)),),
    "document_changed": (Route(INDEX_DOCUMENT, DEFAULT, ("document_id",)),),
    "mail_asked": (Route(SEND_MAIL, DEFAULT, ("mail_id",)),),
    "phase_changed": (),
    "program_completed": (),
    "email_confirmed": (Route(MAIL_INVITATIONS, DEFAULT, ()),),
    "alert_opened": (Route(TELL_OPENED, ALERTS, ("alert_id", "severity", "episode")),),
    "alert_escalated": (Route(TELL_ESCALATED, ALERTS, ("alert_id", "severity", "episode")),),
    "alert_cleared": (Route(TELL_CLEARED, ALERTS, ("alert_id", "severity", "episode")),),
    "delivery_asked": (Route(DELIVER, ALERTS, ("delivery_id",)),),
    "report_asked": (Route(MAKE_REPORT, REPORTS, ("report_id",)),),
}

# Task name -> seconds between runs.
CLOCK: dict[str, int] = {
    SWEEP_UPLOADS: 60,
    SWEEP_KEYS: 3600,
    MAKE_PARTITIONS: 3600,
    TURN_PROGRAMS: 3600,
    INDEX_SEARCH: 2,
    WATCH_STALE: 900,
    ASK_REPORTS: 3600,
    SWEEP_SHARES: 3600,
}
