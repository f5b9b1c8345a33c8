"""Search in what a family has told: a blind index of logs, notes and documents, kept behind the writes."""
