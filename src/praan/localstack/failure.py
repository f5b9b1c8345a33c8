"""The one error a person is shown."""


class LocalStackError(Exception):
    """Something the person at the keyboard can act on; the message says what and how."""


class PortTakenError(LocalStackError):
    """Another program took an internal port between its choice and its use; choosing again helps."""
