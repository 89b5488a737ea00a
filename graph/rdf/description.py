"""The description of a dump in VoID and DCAT, for catalogues and for those who find the file.

References: https://www.w3.org/TR/void/, https://www.w3.org/TR/vocab-dcat-3/. It says when the graph
was built, not when the file was written, so that it is the same for the same graph.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import quote

import pyarrow.compute as pc

from skillweave.graph.rdf.mapping import Dump
from skillweave.graph.rdf.syntaxes import FORMATS, Syntax
from skillweave.graph.transfer import CopyableStore
from skillweave.ontology.schema import EDGES, NODES, PREFIXES
from skillweave.ontology.turtle import block, head, inner, text

_PACKED: Final = {".gz": "application/gzip", ".zst": "application/zstd"}
_IANA: Final = "https://www.iana.org/assignments/media-types/"


def describe(
    store: CopyableStore, path: Path, *, dump: Dump, syntax: Syntax, statements: int
) -> str:
    """Describe a dump in Turtle.

    Args:
        store: the graph that it is of.
        path: the file, which was written.
        dump: what it holds.
        syntax: its syntax.
        statements: how many statements it holds.
    """
    file = f"<{quote(path.name)}>"
    runs = store.scan("Run", columns=["started"])
    last = pc.max(runs["started"]).as_py()
    facts = [
        ("a", "void:Dataset, dcat:Dataset"),
        (
            "dcterms:title",
            text("Job postings as a graph of roles, skills, demands, pay and places"),
        ),
        (
            "dcterms:description",
            text(
                "What job postings ask for and offer, each fact with the words that state it."
                if "postings" in dump.sections
                else f"The parts {', '.join(dump.sections)} of a graph of job postings."
            ),
        ),
        ("dcterms:conformsTo", f"<{PREFIXES['sw'].removesuffix('#')}>"),
        ("void:uriSpace", text(dump.base, "")),
        ("void:triples", str(statements)),
        ("void:dataDump", file),
        ("void:feature", f"<http://www.w3.org/ns/formats/{_FORMAT_NAMES[syntax]}>"),
        *(("void:vocabulary", f"<{PREFIXES[name]}>") for name in _vocabularies()),
        *(("void:classPartition", partition) for partition in _partitions(store, dump)),
        ("dcat:distribution", _distribution(path, syntax)),
    ]
    if last is not None:
        facts.append(("dcterms:modified", f'"{last.isoformat()}Z"^^xsd:dateTime'))
    about = [("a", "void:DatasetDescription"), ("foaf:primaryTopic", "<#dataset>")]
    return head("void", "dcat", "foaf", "spdx") + block("<>", about) + block("<#dataset>", facts)


_FORMAT_NAMES: Final[dict[Syntax, str]] = {
    "nt": "N-Triples",
    "nq": "N-Quads",
    "ttl": "Turtle",
    "trig": "TriG",
    "jsonld": "JSON-LD",
    "rdf": "RDF_XML",
}


def _vocabularies() -> list[str]:
    terms = {name for node in NODES.values() for name in node.classes}
    terms |= {column.iri for node in NODES.values() for column in node.properties}
    terms |= {edge.iri for edge in EDGES.values()}
    return sorted({term.partition(":")[0] for term in terms})


def _partitions(store: CopyableStore, dump: Dump) -> Iterator[str]:
    counts = store.counts()
    for label, node in NODES.items():
        if counts[label] and "postings" in dump.sections:
            yield inner([("void:class", node.classes[0]), ("void:entities", str(counts[label]))])


def _distribution(path: Path, syntax: Syntax) -> str:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    facts = [
        ("a", "dcat:Distribution"),
        ("dcat:downloadURL", f"<{quote(path.name)}>"),
        ("dcat:mediaType", f"<{_IANA}{FORMATS[syntax].media_type}>"),
        ("dcat:byteSize", str(path.stat().st_size)),
        (
            "spdx:checksum",
            inner(
                [
                    ("spdx:algorithm", "spdx:checksumAlgorithm_sha256"),
                    ("spdx:checksumValue", f'"{digest}"^^xsd:hexBinary'),
                ]
            ),
        ),
    ]
    if path.suffix in _PACKED:
        facts.append(("dcat:compressFormat", f"<{_IANA}{_PACKED[path.suffix]}>"))
    return inner(facts)
