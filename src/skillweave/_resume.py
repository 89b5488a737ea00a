"""A profile from a résumé: what is read from postings is read from it by the same code.

A résumé names skills as a posting does, states durations ("six years of Python") and degrees. What
the reader finds becomes the profile. Skills whose duration it does not state have none.
"""

from pathlib import Path

from skillweave._extract import extract
from skillweave.loaders.formats.columns import Reading
from skillweave.loaders.posting import Posting
from skillweave.loaders.sources import read_file, walk_inputs
from skillweave.ontology.errors import InputError
from skillweave.ontology.record import Record
from skillweave.queries.profile import Profile


def read_resume(path: str | Path) -> Profile:
    """Read a profile from a résumé.

    Args:
        path: a file of text, Markdown, PDF or DOCX.

    Raises:
        InputError: it cannot be read, or holds no text.
        MissingExtra: PDF and DOCX need ``skillweave[documents]``.
    """
    reading = Reading(any_text=True)
    items = [item for file in walk_inputs([path]) for item in read_file(file, reading)]
    texts = [item.text for item in items if isinstance(item, Posting)]
    if not texts:
        reason = next((item.reason for item in items if not isinstance(item, Posting)), "no text")
        raise InputError(reason, file=str(path), next_step="give a text, PDF or DOCX file")
    return profile_of(extract("\n\n".join(texts)))


def profile_of(record: Record) -> Profile:
    """The profile that a Record of a résumé tells."""
    skills: dict[str, int | None] = {}
    for skill in record.skills:
        skills.setdefault(skill.concept or skill.label, None)
    total = 0
    for experience in record.experience:
        months = experience.min_months or 0
        total = max(total, months)
        for option in experience.of:
            name = option.concept or option.label
            skills[name] = max(skills.get(name) or 0, months) or None
    education: list[str] = []
    for degree in record.education:
        education += [*degree.levels, *degree.fields]
    return Profile(skills, tuple(dict.fromkeys(education)), total or None)
