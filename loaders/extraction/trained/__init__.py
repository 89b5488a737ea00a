"""The trained reader: skills that stand in no list, read from their surroundings.

A small convolutional network tags every token of a page; runs of tags are skill spans with their
kind. It was trained by ``python -m skillweave.loaders.training`` and runs on numpy alone.
"""

from skillweave.loaders.extraction.trained.reader import SpanReader

__all__ = ["SpanReader"]
