"""The outbox: events that must not be lost, written with the change that caused them."""
