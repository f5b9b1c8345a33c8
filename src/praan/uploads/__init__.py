"""Presigned uploads: made, seen, used, swept. The bytes never touch the API."""
