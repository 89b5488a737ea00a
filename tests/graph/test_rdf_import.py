"""Files that are damaged, hostile or something else: told where and why, and nothing is written."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from rdf_samples import OddGraph, empty_store
from skillweave.graph.local import LocalStore
from skillweave.graph.rdf import syntaxes
from skillweave.graph.rdf.export import write_dump
from skillweave.graph.rdf.importing import Imported, read_dump
from skillweave.ontology.errors import InputError, UsageError

Reading = Callable[[str | bytes, str], Imported]


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("dump")
    graph = OddGraph(
        names=["a", "b"], texts=list("abcdefgh"), lists=[[], None, ["b", "a"], ["x"]],
        day=None, number=1.0, count=1, flag=None,
    )  # fmt: skip
    with graph.store(folder / "graph") as store:
        return write_dump(store, folder / "dump.nt").file.read_text("utf-8")


@pytest.fixture
def read(tmp_path: Path) -> Reading:
    def reading(content: str | bytes, name: str) -> Imported:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_dump(path, lambda: empty_store(tmp_path / "graph"))

    return reading


def test_any_order_will_do_and_repetitions(dump: str, read: Reading) -> None:
    lines = dump.splitlines(keepends=True)
    read_once = read("".join(reversed(lines)) + lines[7] * 3, "dump.nt")
    assert read_once.postings == 2


def test_a_bad_line_is_told_by_file_and_position(dump: str, read: Reading, tmp_path: Path) -> None:
    lines = dump.splitlines(keepends=True)
    lines[11] = "<http://e/a> <http://e/b> oops .\n"
    with pytest.raises(InputError) as caught:
        read("".join(lines), "dump.nt")
    assert caught.value.file == str(tmp_path / "dump.nt")
    assert caught.value.position.startswith("line 12, column 27")
    assert caught.value.reason
    assert caught.value.next_step
    assert not (tmp_path / "graph").exists()


@pytest.mark.parametrize(
    ("predicate", "told"),
    [
        ("ontology#record>", "has no record"),
        ("ontology#states>", "lacks what a store keeps"),
        ("ontology#confidence>", "has no confidence"),
    ],
)
def test_what_is_no_complete_dump_is_refused(
    dump: str, read: Reading, predicate: str, told: str, tmp_path: Path
) -> None:
    cut = "".join(line for line in dump.splitlines(keepends=True) if predicate not in line)
    with pytest.raises(InputError, match=told) as caught:
        read(cut, "dump.nt")
    assert caught.value.file.endswith("dump.nt")
    assert not (tmp_path / "graph").exists()


def test_a_value_of_another_type_is_refused(dump: str, read: Reading) -> None:
    with pytest.raises(InputError, match=r"Requirement cannot be read: .*many"):
        read(dump.replace('minMonths> "12"', 'minMonths> "many"'), "dump.nt")


def test_another_base_is_told(dump: str, read: Reading) -> None:
    with pytest.raises(InputError, match="base IRI"):
        read(dump.replace("https://w3id.org/skillweave/", "https://example.org/"), "dump.nt")


def test_statements_of_others_are_counted(dump: str, read: Reading) -> None:
    further = '<http://e/a> <http://e/b> <http://e/c> .\n_:x <http://e/b> "1" .\n'
    assert read(dump + further, "dump.nt").ignored == 2


def test_a_filled_graph_is_left_alone(dump: str, read: Reading) -> None:
    read(dump, "dump.nt")
    with pytest.raises(UsageError, match="holds postings already"):
        read(dump, "dump.nt")


XML = """<?xml version="1.0"?>{}
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">
<rdf:Description rdf:about="http://e/a"><e:b>&x;</e:b></rdf:Description></rdf:RDF>"""
LAUGHS = "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10}">' for n in range(1, 9))


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE rdf:RDF [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE rdf:RDF SYSTEM "http://example.org/x.dtd">',
        f'<!DOCTYPE rdf:RDF [<!ENTITY x0 "ha">{LAUGHS}<!ENTITY x "&x8;">]>',
    ],
)
def test_entities_are_refused(read: Reading, declared: str) -> None:
    with pytest.raises(InputError, match="document type"):
        read(XML.format(declared), "dump.rdf")


@pytest.mark.parametrize("missing", range(1, 9))
def test_a_document_type_is_found_across_pieces(read: Reading, missing: int) -> None:
    before = XML.index("{}")
    padding = (1 << 18) - missing - before - len("<!---->")
    declared = f"<!--{'x' * padding}-->" + '<!DOCTYPE rdf:RDF SYSTEM "http://example.org/x.dtd">'
    with pytest.raises(InputError, match="document type"):
        read(XML.format(declared), "dump.rdf")


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_files_that_grow_without_end_are_refused(
    read: Reading, pack: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(syntaxes, "_FREE_BYTES", 1 << 20)
    suffix = "gz" if pack is gzip.compress else "zst"
    bomb = pack(b"<http://e/a> <http://e/b> <http://e/c> .\n" * 300_000)
    monkeypatch.setattr(syntaxes, "LARGEST_GROWTH", 100)
    with pytest.raises(InputError, match="unpacks to more than 100 times"):
        read(bomb, f"dump.nt.{suffix}")


@pytest.mark.parametrize("name", ["dump.nt.gz", "dump.nt.zst"])
def test_files_that_were_cut_short_are_refused(dump: str, read: Reading, name: str) -> None:
    pack = gzip.compress if name.endswith("gz") else zstandard.compress
    packed = pack(dump.encode())
    with pytest.raises(InputError):
        read(packed[: len(packed) // 2], name)
    with pytest.raises(InputError, match="cannot be unpacked"):
        read(b"no archive at all", name)


def test_a_missing_file_and_an_unknown_name_are_told(tmp_path: Path) -> None:
    def unused() -> LocalStore:
        raise AssertionError

    with pytest.raises(InputError, match="cannot be opened"):
        read_dump(tmp_path / "none.nt", unused)
    with pytest.raises(UsageError, match="tells no syntax"):
        read_dump(tmp_path / "none.foo", unused)
    (tmp_path / "a.jsonld").write_text('{"@context": "http://e.org/c", "@id": "http://e/a"}')
    with pytest.raises(InputError, match="context"):
        read_dump(tmp_path / "a.jsonld", unused)
