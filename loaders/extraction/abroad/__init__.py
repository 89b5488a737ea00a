"""Readers of text that is not English: what they look for stands in ``skillweave.loaders.languages``.

They read little and surely: named technologies with their modality and the choices between them,
stated durations of experience, levels of education. The rest of such text is not read, and the
Record says so (``Record.reader`` is "partial").
"""
