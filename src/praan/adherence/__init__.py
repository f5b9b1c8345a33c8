"""Derived daily scores: read, summarised, rebuilt. The score itself is praan_score in the database."""
