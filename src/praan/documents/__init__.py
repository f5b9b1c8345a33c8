"""Clinical reports of a member: PDFs and pictures, made clean before anybody sees them."""
