"""Readings by age and threshold, and the alerts that they make (docs/vitals.md)."""
