"""The people of the families' tests."""

from __future__ import annotations

from tests.families.conftest import audit, person, share, verify

__all__ = ["audit", "person", "share", "verify"]
