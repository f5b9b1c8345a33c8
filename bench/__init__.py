"""Reproducible measurements of Praan's speed: `make bench`."""
