"""Files, folders, archives, standard input: order, identity, accounting, and no harm."""

import gzip
import io
import itertools
import json
import os
import sys
import tarfile
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from skillweave.loaders.formats import archives
from skillweave.loaders.posting import Posting, Reject
from skillweave.loaders.sources import UNFORESEEN, InputFile, Progress, read_postings, walk_inputs

SHARED = Path(__file__).parents[2] / "../shared/postings"

TASKS = "You will bake bread. Experience in a bakery is required. Apply with your CV."
TEXT = f"Night Baker\n{TASKS} We are looking for someone who likes full-time work at night. " * 2
ROWS = [{"title": f"Baker {n}", "description": f"{TASKS} Oven {n}."} for n in range(5)]
LINES = "".join(json.dumps(row) + "\n" for row in ROWS).encode()


def tar(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def write(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def titles(*inputs: str | Path) -> list[str]:
    """First lines of the postings; a reject is an error."""
    found = list(read_postings(inputs))
    assert not [each for each in found if isinstance(each, Reject)], found
    return [each.text.split("\n")[0] for each in found if isinstance(each, Posting)]


def rejects(*inputs: str | Path) -> list[Reject]:
    return [each for each in read_postings(inputs) if isinstance(each, Reject)]


EXPECTED = [f"Baker {n}" for n in range(5)]


# Where postings come from

PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "plain": bytes,
    "gzip": gzip.compress,
    "gzip of two members": lambda data: gzip.compress(data[:100]) + gzip.compress(data[100:]),
    "gzip with padding": lambda data: gzip.compress(data) + bytes(512),
    "zstd": zstandard.compress,
    "zip": lambda data: zipped({"jobs.jsonl": data}),
    "tar": lambda data: tar({"jobs.jsonl": data}),
    "tar.gz": lambda data: gzip.compress(tar({"a/jobs.jsonl": data})),
    "zip in tar": lambda data: tar({"x.zip": zipped({"jobs.jsonl": data})}),
    "gzip in zip": lambda data: zipped({"jobs.jsonl.gz": gzip.compress(data)}),
}


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("name", ["jobs", "jobs.txt"])
def test_packed_files_give_what_they_hold_whatever_their_name(
    tmp_path: Path, packing: str, name: str
) -> None:
    assert titles(write(tmp_path / name, PACKINGS[packing](LINES))) == EXPECTED


@pytest.mark.parametrize("packing", PACKINGS)
def test_standard_input_is_read_like_a_file(monkeypatch: pytest.MonkeyPatch, packing: str) -> None:
    stream = io.TextIOWrapper(io.BytesIO(PACKINGS[packing](LINES)))
    monkeypatch.setattr(sys, "stdin", stream)
    found = list(read_postings(["-"]))
    assert [each.text.split("\n")[0] for each in found if isinstance(each, Posting)] == EXPECTED
    assert {each.file for each in found} == {"-"}


def test_a_folder_is_walked_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", "c.txt", "b/d/3.txt"):
        write(tmp_path / name, TEXT.encode())
    found = [each.file for each in read_postings([tmp_path])]
    expected = ["a.txt", "b/1.txt", "b/2.txt", "b/d/3.txt", "c.txt"]
    assert found == [str(tmp_path / name) for name in expected]


def test_members_of_an_archive_are_named_in_the_position(tmp_path: Path) -> None:
    inner = zipped({"one.jsonl": LINES, "note.txt": b"see one"})
    path = write(tmp_path / "all.tar.gz", gzip.compress(tar({"d/x.zip": inner})))
    found = list(read_postings([path]))
    assert {each.file for each in found} == {str(path)}
    assert found[0].position == "member d/x.zip!one.jsonl, line 1"
    assert isinstance(found[-1], Reject)
    assert found[-1].position == "member d/x.zip!note.txt"


def test_what_cannot_be_read_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    write(tmp_path / "in/a.txt", TEXT.encode())
    write(tmp_path / "in/.hidden/b.txt", TEXT.encode())
    write(tmp_path / "in/empty.txt", b"")
    os.mkfifo(tmp_path / "in/pipe")
    (tmp_path / "in/loop").symlink_to(tmp_path / "in")
    (tmp_path / "in/gone.txt").symlink_to(tmp_path / "nothing")
    found = list(read_postings([tmp_path / "missing.csv", tmp_path / "in"]))
    assert len([each for each in found if isinstance(each, Posting)]) == 1
    reasons = {Path(each.file).name: each.reason for each in found if isinstance(each, Reject)}
    assert set(reasons) == {"missing.csv", ".hidden", "empty.txt", "pipe", "loop", "gone.txt"}
    assert "no such file" in reasons["missing.csv"]
    assert "no regular file" in reasons["pipe"]


def test_nothing_is_read_before_it_is_asked_for(tmp_path: Path) -> None:
    first = write(tmp_path / "a.jsonl", LINES)
    postings = read_postings([first, tmp_path / "b.jsonl"])
    next(postings)
    write(tmp_path / "b.jsonl", LINES)
    assert len(list(postings)) == 9


def test_a_dump_without_end_is_read_in_bounded_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless(io.RawIOBase):
        given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            data = (LINES * (len(buffer) // len(LINES) + 2))[self.given % len(LINES) :][
                : len(buffer)
            ]
            buffer[: len(data)] = data
            self.given += len(data)
            return len(data)

    source = Endless()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(source)))
    taken = list(itertools.islice(read_postings(["-"]), 3000))
    assert [each.position for each in taken[-2:]] == ["line 2999", "line 3000"]
    assert source.given < 4 * sum(len(each.text) for each in taken if isinstance(each, Posting))


def test_progress_tells_the_bytes_of_each_file_once_it_is_finished(tmp_path: Path) -> None:
    inputs = [
        write(tmp_path / "a.jsonl.gz", gzip.compress(LINES)),
        write(tmp_path / "b.zip", zipped({"x": LINES})),
        write(tmp_path / "c.txt", b"short"),
    ]
    told: list[Progress] = []
    list(read_postings(inputs, progress=told.append))
    finished = [each for each in told if each.finished]
    assert [each.file for each in finished] == list(walk_inputs(inputs))
    assert [each.bytes_read for each in finished] == [path.stat().st_size for path in inputs]


def test_files_are_listed_with_their_sizes_before_they_are_read(tmp_path: Path) -> None:
    path = write(tmp_path / "in" / "x" / "a.txt", TEXT.encode())
    (file,) = walk_inputs([tmp_path / "in"])
    assert file == InputFile(str(path), path, "x/a.txt", "x", len(TEXT))


# Identity


def ids(*inputs: str | Path, source: str | None = None) -> list[str]:
    return [each.id for each in read_postings(inputs, source=source) if isinstance(each, Posting)]


def test_ids_do_not_depend_on_where_the_files_lie(tmp_path: Path) -> None:
    for place in ("here", "there/and/deeper"):
        write(tmp_path / place / "in/x/a.txt", TEXT.encode())
        write(tmp_path / place / "in/rows.jsonl", LINES)
    here = ids(tmp_path / "here/in")
    assert here == ids(tmp_path / "there/and/deeper/in")
    assert len(set(here)) == len(here) == 6


def test_an_id_names_its_source_and_is_short(tmp_path: Path) -> None:
    path = write(tmp_path / "Jobs of 2024.jsonl.gz", gzip.compress(LINES))
    for identifier in ids(path):
        assert identifier.startswith("posting/jobs-of-2024-")
        assert len(identifier.rpartition("-")[2]) == 16
    assert all(each.startswith("posting/mine-") for each in ids(path, source="mine"))
    files = write(tmp_path / "letters" / "a.txt", TEXT.encode())
    assert ids(files.parent)[0].startswith("posting/letters-")


def test_tracking_parameters_do_not_make_another_posting(tmp_path: Path) -> None:
    addresses = [
        "https://www.example.org/jobs/view?id=1&utm_source=mail&trk=x",
        "http://example.org:80/jobs/view/?trk=y&id=1#top",
        "https://example.org/jobs/view?id=2",
    ]
    lines = (json.dumps({"title": f"T{n}", "url": each}) for n, each in enumerate(addresses))
    first, same, other = ids(write(tmp_path / "a.jsonl", "\n".join(lines).encode()))
    assert first == same
    assert first != other
    assert first.startswith("posting/example.org-")


def test_the_sources_own_identifier_outlives_a_change_of_text(tmp_path: Path) -> None:
    rows = [{"job_id": "J1", "title": "Baker", "description": text} for text in (TASKS, TASKS * 2)]
    before = ids(write(tmp_path / "one/a.jsonl", json.dumps(rows[0]).encode()))
    assert before == ids(write(tmp_path / "two/a.jsonl", json.dumps(rows[1]).encode()))


# Harm


def test_members_are_never_written_whatever_their_names(tmp_path: Path) -> None:
    names = ["../up.txt", "/abs.txt", "a/../../b.txt", "C:\\c.txt", "con\x07trol.txt", "n" * 5000]
    members = {name: TEXT.encode() for name in names}
    inside = tmp_path / "in"
    write(inside / "a.tar", tar(members))
    write(inside / "b.zip", zipped(members))
    before = sorted(tmp_path.rglob("*"))
    found = list(read_postings([inside]))
    assert len([each for each in found if isinstance(each, Posting)]) == 2 * len(names)
    assert all(each.position.isprintable() and len(each.position) < 400 for each in found)
    assert sorted(tmp_path.rglob("*")) == before
    assert not Path("/abs.txt").exists()


def test_links_and_devices_in_archives_are_not_followed(tmp_path: Path) -> None:
    secret = write(tmp_path / "secret.txt", TEXT.encode())
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo("job.txt")
            info.type, info.linkname = kind, str(secret)
            archive.addfile(info)
    found = list(read_postings([write(tmp_path / "a.tar", buffer.getvalue())]))
    assert len(found) == 4
    assert all(isinstance(each, Reject) and "not followed" in each.reason for each in found)
    link = zipfile.ZipInfo("job.txt")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(buffer := io.BytesIO(), "w") as packed:
        packed.writestr(link, str(secret))
    (reject,) = rejects(write(tmp_path / "b.zip", buffer.getvalue()))
    assert "not followed" in reject.reason


SPACES = 72 << 20

# Small files that hold far more than files of postings do.
BOMBS: dict[str, Callable[[], bytes]] = {
    "gzip": lambda: gzip.compress(bytes(SPACES), 1),
    "gzip of gzip": lambda: gzip.compress(gzip.compress(bytes(SPACES), 1)),
    "gzip of rows": lambda: gzip.compress(b'{"title": "' + b" " * SPACES + b'"}', 1),
    "zip": lambda: zipped({f"{n}.txt": b" " * (SPACES // 8) for n in range(8)}),
    "tar": lambda: gzip.compress(tar({"a.csv": b"title,text\nBaker,x\n" + bytes(SPACES)}), 1),
    "zstd": lambda: zstandard.compress(bytes(SPACES)),
    "docx": lambda: zipped({"word/document.xml": b"<a>" + b" " * 3 * SPACES}),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_bombs_are_rejected_before_they_go_off(tmp_path: Path, kind: str) -> None:
    path = write(tmp_path / "bomb", BOMBS[kind]())
    assert path.stat().st_size < 1 << 20
    found = rejects(path)
    assert found
    assert not [each for each in found if UNFORESEEN in each.reason]


def test_all_that_comes_out_of_a_file_is_counted_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "FREE_BYTES", 10_000)
    monkeypatch.setattr(archives, "MAX_RATIO", 5)
    members = {f"{n}.txt": b" " * 5_000 for n in range(100)}
    *_, last = rejects(write(tmp_path / "bomb.zip", zipped(members)))
    assert "times its size" in last.reason


def test_archives_are_opened_to_a_small_depth(tmp_path: Path) -> None:
    data = LINES
    for _ in range(archives.MAX_DEPTH):
        data = gzip.compress(data)
    assert titles(write(tmp_path / "deep.gz", data)) == EXPECTED
    (reject,) = rejects(write(tmp_path / "deeper.gz", gzip.compress(data)))
    assert "archive within" in reject.reason


@pytest.mark.parametrize("packing", ["gzip", "tar.gz", "tar", "zstd"])
def test_what_stands_before_a_cut_is_kept_and_the_cut_is_told(tmp_path: Path, packing: str) -> None:
    many = b"".join(
        json.dumps({"title": f"Baker {n}", "description": f"{TASKS} {n * 7919 % 9973}"}).encode()
        + b"\n"
        for n in range(20_000)
    )
    packed = PACKINGS[packing](many)
    path = write(tmp_path / "cut", packed[: len(packed) // 2])
    found = list(read_postings([path]))
    read = [each for each in found if isinstance(each, Posting)]
    assert len(read) > 5_000
    assert [each.text.split("\n")[0] for each in read] == [f"Baker {n}" for n in range(len(read))]
    rejected = found[len(read) :]
    assert all(isinstance(each, Reject) for each in rejected)
    assert any("end" in each.reason for each in rejected if isinstance(each, Reject))


def test_a_cut_between_two_members_of_a_tar_is_told(tmp_path: Path) -> None:
    whole = tar({f"{n}.txt": TEXT.encode() for n in range(3)})
    first = 512 + -(-len(TEXT) // 512) * 512
    found = list(read_postings([write(tmp_path / "a.tar", whole[:first])]))
    assert [type(each) for each in found] == [Posting, Reject]
    broken = bytearray(whole)
    broken[first : first + 512] = b"\x07" * 512
    found = list(read_postings([write(tmp_path / "b.tar", bytes(broken))]))
    assert [type(each) for each in found] == [Posting, Reject]


def test_an_encrypted_member_is_told(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": TEXT.encode(), "b.txt": TEXT.encode()}))
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 8] |= 1
    found = list(read_postings([write(tmp_path / "a.zip", bytes(data))]))
    assert [getattr(each, "reason", "") for each in found] == ["", "encrypted"]


# Real postings


@pytest.mark.skipif(not SHARED.is_dir(), reason="the collection of real postings is not here")
def test_every_file_of_the_collection_is_accounted_for() -> None:
    small = [
        path for path in sorted(SHARED.rglob("*")) if path.is_file() and path.stat().st_size < 2e6
    ]
    counts: Counter[str] = Counter()
    for each in read_postings(small):
        counts[each.file] += 1
        if isinstance(each, Reject):
            assert UNFORESEEN not in each.reason
            continue
        stated = each.stated
        for value in (stated.title, stated.employer, *stated.places, *stated.pay, *stated.skills):
            if value is not None:
                assert each.text[value.start : value.end] == value.value
        assert all(each.text[a:b] == each.text[a:b].strip() != "" for a, b in each.headings)
    assert set(counts) == {str(path) for path in small}
