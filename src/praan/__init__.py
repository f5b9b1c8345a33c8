"""Praan Family Health OS."""
