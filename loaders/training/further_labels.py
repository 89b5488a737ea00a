"""Labels of further postings, kept without a word of them.

The texts of postings belong to those who wrote them. What a reader notes of a posting is kept here
apart from it: every piece of text that a label names stands as its start and end in the posting,
and comes back when the posting is at hand. For the rest a line is what the labels' guide asks for.
The postings were drawn from all sources alike, none of them nearly one of the other labelled ones,
and read one by one by that guide.
"""

import hashlib
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import orjson

from skillweave.loaders.posting import Posting
from skillweave.ontology.errors import InputError

FURTHER_LABELS: Final = Path(__file__).parent / "further_labels.jsonl"
"""The file that belongs to the project."""

_PIECES: Final = frozenset(
    {"title", "employer", "text", "quote", "mention", "options", "of", "fields", "location"}
)
"""Keys below which pieces of the posting stand."""

Labels = dict[str, Any]
"""What is noted of a posting."""


def without_text(labels: Mapping[str, Any]) -> Labels:
    """The labels of a posting with places instead of pieces.

    Args:
        labels: as the guide says, with the posting's "text".

    Raises:
        ValueError: a piece does not stand in the text.
    """
    text = labels["text"]

    def place(piece: str) -> list[int]:
        whole = re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", text)
        start = whole.start() if whole else text.index(piece)
        return [start, start + len(piece)]

    kept = {key: value for key, value in labels.items() if key not in ("text", "notes")}
    return {**_changed(kept, place), "sha256": text_digest(text)}


def with_text(line: Mapping[str, Any], text: str) -> Labels:
    """The labels as they were before :func:`without_text`."""

    def piece(place: Sequence[int]) -> str:
        return text[place[0] : place[1]]

    return {**_changed(line, piece), "text": text}


def _changed(value: Any, change: Callable[[Any], Any], *, below: bool = False) -> Any:
    # Apply a change to every piece, or place, below one of the keys.
    if isinstance(value, Mapping):
        return {key: _changed(one, change, below=key in _PIECES) for key, one in value.items()}
    if below and (isinstance(value, str) or _is_place(value)):
        return change(value)
    if isinstance(value, list):
        return [_changed(one, change, below=below) for one in value]
    return value


def _is_place(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and isinstance(value[0], int)


def text_digest(text: str) -> str:
    """SHA-256 of a text, by which one sees that places still fit it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def read_further_labels(
    postings: Iterable[Posting], path: Path = FURTHER_LABELS
) -> Iterator[Labels]:
    """The labels of those of some postings that the file knows.

    Args:
        postings: what may be among them.
        path: JSON lines that :func:`without_text` made.

    Raises:
        InputError: a line is no such line, or the text of a posting is another than it was.
    """
    lines: dict[str, tuple[int, Labels]] = {}
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        try:
            labels = orjson.loads(line)
            lines[labels["id"]] = number, labels
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(
                "no labels of a posting",
                file=str(path),
                position=f"line {number}",
                next_step="take the file from the project again",
            ) from error
    for posting in postings:
        number, labels = lines.pop(posting.id, (0, {}))
        if not labels:
            continue
        if text_digest(posting.text) != labels["sha256"]:
            raise InputError(
                f"the text of {posting.id} is not the one that was labelled",
                file=str(path),
                position=f"line {number}",
                next_step="label the posting again, or drop the line",
            )
        yield with_text(labels, posting.text)


def main(files: Sequence[str]) -> int:
    """Write labels without texts; the exit code is 0, or 2 where a label does not fit.

    Args:
        files: JSON lines as the guide says, with texts.
    """
    for file in files:
        for number, line in enumerate(Path(file).read_bytes().splitlines(), 1):
            try:
                kept = without_text(orjson.loads(line))
            except (ValueError, KeyError) as error:
                print(f"{file}, line {number}: no labels that fit ({error})", file=sys.stderr)
                return 2
            print(orjson.dumps(kept).decode())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
