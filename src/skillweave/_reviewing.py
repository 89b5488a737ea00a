"""Reviewing a graph: its doubts out, a person's answers in.

Records that are in the graph already are corrected by a run of their own, so that copies of the
graph notice; what is built later takes the answers on its way in.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import orjson

from skillweave.graph.store import Document, Store
from skillweave.loaders.duplicates import judge
from skillweave.loaders.posting import Posting, text_digest
from skillweave.loaders.review.corrections import AnswerBook, correct
from skillweave.loaders.review.doubts import Doubt, Reading, find_doubts
from skillweave.loaders.review.files import Answered, read_answers, write_doubts
from skillweave.loaders.review.labels import labels_of
from skillweave.loaders.tables import PostingTables
from skillweave.ontology.answers import Answer
from skillweave.ontology.concepts import Taxonomy
from skillweave.ontology.errors import InputError
from skillweave.ontology.sink import RunKey

_POSTINGS_AT_A_TIME: Final = 128


@dataclass(frozen=True)
class Unfit:
    """An answer that was not taken over.

    Attributes:
        line: line of the file.
        answer: the answer.
        reason: why it does not fit.
    """

    line: int
    answer: Answer
    reason: str


@dataclass(frozen=True)
class Applied:
    """What came of a file of answers.

    Attributes:
        answers: how many were taken over.
        postings: how many postings were corrected.
        unfit: those that do not fit the graph.
    """

    answers: int
    postings: int
    unfit: tuple[Unfit, ...]


def write_review(store: Store, path: Path, *, limit: int) -> list[Doubt]:
    """Write what is worth asking into a file, and return it."""
    doubts = find_doubts(
        _readings(store.documents()), store.answers(), Taxonomy.builtin(), limit=limit
    )
    write_doubts(doubts, path)
    return doubts


def apply_review(store: Store, path: Path) -> Applied:
    """Take over the answers of a file, and correct the postings that they concern.

    Applying the same file twice changes nothing more; one that was interrupted is completed by
    applying it again.
    """
    found = read_answers(path, Taxonomy.builtin())
    fitting, unfit = _sorted_out(store, found)
    store.keep_answers(fitting)
    touched = _touched(store, fitting)
    corrected = _correct(store, touched) if touched else 0
    return Applied(len(fitting), corrected, tuple(unfit))


def write_labels(store: Store, path: Path) -> int:
    """Write the postings with answers as labels; returns how many there are."""
    answers = store.answers()
    postings = {answer.posting for answer in answers if answer.posting is not None}
    count = 0
    try:
        with path.open("wb") as file:
            for labels in labels_of(_readings(store.documents(postings)), answers):
                file.write(orjson.dumps(labels) + b"\n")
                count += 1
    except OSError as error:
        raise InputError(
            f"cannot be written: {error.strerror}", file=str(path), next_step="name another file"
        ) from error
    return count


def _readings(documents: Iterable[Document]) -> Iterator[Reading]:
    return (Reading(d.posting, d.text, d.record) for d in documents)


def _sorted_out(store: Store, found: Sequence[Answered]) -> tuple[list[Answer], list[Unfit]]:
    """Answers that fit the postings of the graph, and those that do not."""
    postings = {answer.posting for _, answer in found if answer.posting is not None}
    texts = {d.posting: d.text for d in store.documents(postings)} if postings else {}
    fitting: list[Answer] = []
    unfit: list[Unfit] = []
    for line, answer in found:
        reason = _misfit(answer, texts)
        if reason is None:
            fitting.append(answer)
        else:
            unfit.append(Unfit(line, answer, reason))
    return fitting, unfit


def _misfit(answer: Answer, texts: dict[str, str]) -> str | None:
    """Why an answer does not fit the graph; None where it does."""
    if answer.posting is None:
        return None
    text = texts.get(answer.posting)
    if text is None:
        return f"there is no posting {answer.posting}"
    start, end = answer.span
    if text_digest(text) != answer.text_sha256:
        return f"the text of {answer.posting} is another now"
    if not start < end <= len(text) or (answer.quote and text[start:end] != answer.quote):
        return f"{answer.quote!r} does not stand at {start}-{end} of {answer.posting}"
    return None


def _touched(store: Store, answers: Sequence[Answer]) -> list[str]:
    """Ids of the postings that answers concern."""
    touched = {answer.posting for answer in answers if answer.posting is not None}
    concepts = {answer.candidate for answer in answers if answer.about == "concept"}
    if concepts:
        for batch in store.batches("OPTION"):
            columns = batch.to_pydict()
            touched.update(
                source.partition("#")[0]
                for source, target in zip(columns["source"], columns["target"], strict=True)
                if target in concepts
            )
    return sorted(touched)


def _correct(store: Store, postings: Sequence[str]) -> int:
    """Write those postings anew that answers change; returns how many they are."""
    taxonomy = Taxonomy.builtin()
    book = AnswerBook.of(store.answers())
    wanted = set(postings)
    known = {one.posting: one for one in store.known() if one.posting in wanted}
    origins = {run["id"]: (run["extractor"], run["taxonomy"]) for run in store.runs().to_pylist()}
    by_origin: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for name, one in known.items():
        by_origin[origins[one.run]].append(name)
    sources = _sources(store, wanted)
    corrected = 0
    for (extractor, version), some in by_origin.items():
        run = ""
        for start in range(0, len(some), _POSTINGS_AT_A_TIME):
            changed = []
            for document in list(store.documents(some[start : start + _POSTINGS_AT_A_TIME])):
                facts, _ = book.on(document.posting, document.text)
                record = correct(document.record, document.text, facts, book.concepts, taxonomy)
                if record != document.record:
                    changed.append((document, record))
            if not changed:
                continue
            run = run or store.begin_run(RunKey(("answers",), extractor, version))
            rows = PostingTables(taxonomy, run=run)
            for document, record in changed:
                posting = _posting(document, *sources[document.posting])
                rows.add(posting, record, digest=known[document.posting].digest)
            written = [document.posting for document, _ in changed]
            store.write(rows.tables(), replaced=written)
            corrected += len(written)
        if run:
            store.end_run(run)
    if corrected:
        store.link_duplicates(judge)
    return corrected


def _posting(document: Document, source: str, source_id: str | None) -> Posting:
    """A posting of the graph, as far as its rows are made from it and not from its Record."""
    return Posting(
        id=document.posting,
        text=document.text,
        source=source,
        source_id=source_id,
        format=document.format,
        file=document.file,
        position=document.position,
    )


def _sources(store: Store, postings: set[str]) -> dict[str, tuple[str, str | None]]:
    """Where postings come from: the short name, and the identifier there."""
    columns = store.scan("Posting", columns=["id", "source", "source_id"]).to_pydict()
    rows = zip(columns["id"], columns["source"], columns["source_id"], strict=True)
    return {id: (source, number) for id, source, number in rows if id in postings}
