"""Who kept to it how well: a family's weekly board, and the family at a glance."""
