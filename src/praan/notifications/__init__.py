"""Telling people: the live socket, and deliveries by e-mail and push (docs/notifications.md)."""
