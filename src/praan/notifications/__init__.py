"""Telling people: the live socket."""
