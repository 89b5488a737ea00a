"""How postings come in: formats, text, extraction, duplicates, batches."""
