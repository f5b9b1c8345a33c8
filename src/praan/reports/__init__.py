"""A member's week: its numbers, in words, on a page, as a PDF, and behind a link that ends."""
