"""Strangers' PDFs: opened only in a process of their own, and only to be written anew."""
