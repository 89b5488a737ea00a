"""Readers, one for each format that postings come in."""
