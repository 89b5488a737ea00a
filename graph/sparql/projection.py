"""The copy of a graph that SPARQL asks: quads in pyoxigraph, on the disk, beside the graph.

    rdf/version-<n>-<key>/store/       the engine's files; never changed once they are here
    rdf/version-<n>-<key>/state.json   of which graph and version
    rdf/version-<n>-<key>.lock         held by whoever reads it
    rdf/making.lock                    held by whoever makes one
    rdf/draft-<key>/                   one that is being made

A new version is made beside those that others read: from nothing by a bulk load, or from the last
one by linking its files and replacing the named graphs of the postings that changed. It gets its
name when it is complete, so that a kill at any point leaves whole copies only. Older ones are
cleared away when nobody reads them. What cannot be opened is made anew.

Every triple stands in exactly one named graph (see :mod:`skillweave.graph.rdf.mapping`), so that
the union of all graphs, which queries ask by default, holds no triple twice.
"""

import io
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import pyoxigraph as ox

from skillweave.graph.rdf.mapping import Progress, Section, posting_quads, quads
from skillweave.graph.rdf.terms import SHARED_GRAPH, posting_graph, taxonomy_graph
from skillweave.graph.sparql.locks import sole_lock, sole_lock_if_free
from skillweave.graph.store import first_run
from skillweave.graph.transfer import CopyableStore
from skillweave.ontology.errors import GraphInUse
from skillweave.ontology.schema import BASE_IRI

FORMAT: Final = 1
"""Raised whenever the same graph becomes other quads, or lies otherwise on the disk."""

FOLDER: Final = "rdf"
"""Where the copies lie in a graph's directory."""

_MOST_CHANGED: Final = 0.3
"""Share of postings up to which replacing them is quicker than loading all."""

_ATTEMPTS: Final = 3
_STATE: Final = "state.json"
_STORE: Final = "store"


class Copy(NamedTuple):
    """A copy on the disk.

    Attributes:
        home: its directory.
        version: version of the graph that it shows.
        graph: tells the graph from others that may have been at the same place before.
        taxonomy: name of the graph that holds its taxonomy.
        quads: how many quads it holds.
    """

    home: Path
    version: int
    graph: str
    taxonomy: str
    quads: int

    @property
    def store(self) -> Path:
        """Where the engine's files are."""
        return self.home / _STORE

    @property
    def lock(self) -> Path:
        """The file that whoever reads it holds a lock on."""
        return _lock(self.home)


class Projection:
    """The copies of one graph.

    Args:
        home: directory that holds them.
    """

    def __init__(self, home: Path) -> None:
        self._home = home.absolute()

    def newest(self) -> Copy | None:
        """The copy of the latest version, whether the graph has gone on or not."""
        return max(self._copies(), key=lambda copy: copy.version, default=None)

    def current(self, store: CopyableStore, progress: Progress | None = None) -> Copy:
        """The copy of a graph's present version; it is made where there is none.

        Args:
            store: the graph.
            progress: is told how many postings are done, of how many, where all are loaded.

        Raises:
            GraphInUse: the graph changes faster than it can be read.
            OSError: the directory cannot be written to.

        Note:
            Cost of a new one: about ten seconds a million quads; of one brought up to date: what
            changed, and the employers, places and runs.
        """
        graph = first_run(store)
        found = self._of(graph, store.version)
        if found is not None:
            return found
        self._home.mkdir(parents=True, exist_ok=True)
        with sole_lock(self._home / "making.lock"):
            for _ in range(_ATTEMPTS):
                version = store.version
                found = self._of(graph, version)
                if found is None:
                    found = self._make(store, graph, version, progress)
                if found is not None:
                    self._clear(found)
                    return found
        raise GraphInUse(f"the graph at {store.location} changes too fast; ask when it is built")

    def discard(self, copy: Copy) -> None:
        """Clear away a copy that cannot be opened."""
        _delete(copy.home)

    def _copies(self) -> Iterator[Copy]:
        for home in self._home.glob("version-*-*"):
            try:
                state = json.loads((home / _STATE).read_bytes())
                if state.pop("format") == FORMAT:
                    yield Copy(home, **state)
            except (OSError, ValueError, KeyError, TypeError):
                continue  # just cleared away by another process, or the lock of one

    def _of(self, graph: str, version: int) -> Copy | None:
        matching = (c for c in self._copies() if c.graph == graph and c.version == version)
        return next(matching, None)

    def _make(
        self, store: CopyableStore, graph: str, version: int, progress: Progress | None
    ) -> Copy | None:
        # None if the graph changed meanwhile.
        earlier = (
            copy for copy in self._copies() if copy.graph == graph and copy.version < version
        )
        base = max(earlier, key=lambda copy: copy.version, default=None)
        draft = self._home / f"draft-{secrets.token_hex(4)}"
        draft.mkdir()
        try:
            taxonomy = taxonomy_graph(store.taxonomy_version)
            if base is None or not _update(draft / _STORE, base, store):
                _load(draft / _STORE, quads(store, progress=progress))
            if store.version != version:
                return None
            size = len(ox.Store.read_only(str(draft / _STORE)))
            made = Copy(
                self._home / f"version-{version}-{draft.name[6:]}", version, graph, taxonomy, size
            )
            state = made._asdict() | {"format": FORMAT}
            del state["home"]
            (draft / _STATE).write_text(json.dumps(state), "utf-8")
            _lock(made.home).touch()
            os.replace(draft, made.home)
            return made
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def _clear(self, kept: Copy) -> None:
        # Whoever holds the lock for making knows that nobody works on a draft.
        for home in self._home.iterdir():
            if home.name.startswith("draft-"):
                shutil.rmtree(home, ignore_errors=True)
            elif home.name.startswith("version-") and home.is_dir() and home != kept.home:
                with sole_lock_if_free(_lock(home)) as free:
                    if free:
                        _delete(home)


def _load(directory: Path, lines: Iterator[bytes]) -> None:
    engine = ox.Store(directory)
    _load_into(engine, lines)
    engine.flush()


def _load_into(engine: ox.Store, lines: Iterator[bytes]) -> None:
    engine.bulk_load(
        input=io.BufferedReader(_Stream(lines), 1 << 20),
        format=ox.RdfFormat.N_QUADS,
        lenient=True,  # the mapping has made sure of its IRIs
    )


def _update(directory: Path, base: Copy, store: CopyableStore) -> bool:
    # False, with nothing made, if it is better to load all.
    changes = store.changes(base.version)
    changed = (*changes.written, *changes.deleted)
    if len(changed) > _MOST_CHANGED * store.counts()["Posting"]:
        return False
    try:
        ox.Store.read_only(str(base.store)).backup(directory)  # links, as far as can be
        engine = ox.Store(directory)
    except OSError:
        shutil.rmtree(directory, ignore_errors=True)
        return False
    sections: Sequence[Section] = ("shared",)
    stale = [posting_graph(posting) for posting in changed] + [BASE_IRI + SHARED_GRAPH]
    if changes.concepts:
        stale.append(base.taxonomy)
        sections = ("taxonomy", "shared")
    for name in stale:
        engine.remove_graph(ox.NamedNode(name))
    _load_into(engine, quads(store, sections=sections))
    _load_into(engine, posting_quads(store, changes.written))
    engine.flush()
    return True


def _lock(home: Path) -> Path:
    return home.with_name(home.name + ".lock")


def _delete(home: Path) -> None:
    # Under another name first: what is half deleted must not look whole.
    doomed = home.with_name(f"draft-{secrets.token_hex(4)}")
    try:
        os.replace(home, doomed)
    except OSError:
        return
    shutil.rmtree(doomed, ignore_errors=True)
    _lock(home).unlink(missing_ok=True)


class _Stream(io.RawIOBase):
    # What the pieces of an iterator hold, one after the other, as a file to read from.

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = memoryview(piece)
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size
