"""Who did what, when, from where: append-only, in the transaction of the deed itself."""
