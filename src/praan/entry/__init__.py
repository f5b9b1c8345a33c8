"""Composition roots: each module here puts one runnable process together."""
