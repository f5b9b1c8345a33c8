"""The people cared for, and who else may look after them."""
