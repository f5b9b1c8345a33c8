"""Every use case that changes a log or a score, each in one transaction."""
