"""DailyLog: what happened, append-only, with its revisions."""
