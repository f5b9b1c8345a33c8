"""Letters to people: written by a use case, sealed until they go, sent by the worker over SMTP."""
