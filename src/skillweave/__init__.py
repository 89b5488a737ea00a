"""Skillweave: job postings in; a graph of roles, skills, requirements, pay and places out."""

__version__ = "0.1.0"
