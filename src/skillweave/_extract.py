"""Reading without a graph: one text, or a stream of postings over all cores."""

from skillweave.loaders.extraction.reader import extract as read
from skillweave.loaders.posting import Posting, text_digest
from skillweave.ontology.record import Record


def extract(posting: str | Posting) -> Record:
    """Read what one posting says.

    Args:
        posting: its text, or a :class:`Posting`, which may also carry what its format states.
            A text gets an id that is made from it. Offsets refer to the text as it is given.

    Returns:
        Everything that it says, each fact with its evidence. The first call loads the names of
        the taxonomy; later ones take about 3 ms for 3,000 characters.
    """
    if isinstance(posting, str):
        posting = Posting(id=f"posting/text-{text_digest(posting)[:16]}", text=posting)
    return read(posting)
