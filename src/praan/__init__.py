"""Praan Family Health OS."""

OLDEST_POSTGRESQL = 18
"""The oldest PostgreSQL that will do: a score before and after comes from RETURNING old and new."""
