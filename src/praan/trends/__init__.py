"""Charts as a file: a program's days in one table."""
