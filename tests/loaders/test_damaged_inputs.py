"""Two thousand damaged inputs: each gives postings or rejects, and nothing else happens."""

import gzip
import io
import json
import random
import tarfile
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from skillweave.loaders.posting import Posting, Reject
from skillweave.loaders.sources import UNFORESEEN, read_postings

SEED = 20240301
GROUPS = 20
INPUTS_A_GROUP = 100
SECONDS_AN_INPUT = 20.0  # a hang, not a speed: most take a thousandth of this

TASKS = "You will bake bread. Experience in a bakery is required. Apply with your CV – bientôt."
TEXT = f"Night Baker\n{TASKS} We are looking for someone who likes full-time work at night.\n" * 2
JOB = {
    "@type": "JobPosting",
    "title": "Baker",
    "description": f"&lt;p&gt;{TASKS}&lt;/p&gt;",
    "hiringOrganization": {"name": "Crust"},
    "jobLocation": [{"address": {"addressLocality": "Leeds"}}],
    "baseSalary": {"currency": "GBP", "value": {"minValue": 1, "maxValue": 2, "unitText": "HOUR"}},
    "url": "https://example.org/1",
}


def seeds() -> dict[str, bytes]:
    """A small whole input of each format."""
    rows = [{"title": f"Baker {n}", "company": "Crust", "description": TASKS} for n in range(6)]
    lines = "\n".join(map(json.dumps, rows)).encode()
    cells = "".join(f'"Baker {n}",Crust,"{TASKS}\nTwo ""lines""."\n' for n in range(6))
    table = f"title,company,description\n{cells}".encode()
    page = (
        f"<!doctype html><html><body><nav>x</nav><h1>Baker</h1><p>{TEXT}</p><ul><li>a</ul></body>"
    )
    script = f'<script type="application/ld+json">{json.dumps(JOB)}</script>{page}'
    ashby = {
        "id": "7",
        "title": "Baker",
        "jobUrl": "https://e.org/7",
        "descriptionHtml": "<p>x</p>",
    }
    feed = "<rss><channel>" + f"<item><title>Baker</title><link>x</link><p>{TASKS}</p></item>" * 3
    columns = pa.table({"title": ["Baker"] * 3, "description": [TASKS] * 3})
    parquet.write_table(columns, parquet_file := io.BytesIO())
    with zipfile.ZipFile(zip_file := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("../a.jsonl", lines)
        packed.writestr("b/c.txt", TEXT)
    with tarfile.open(fileobj=(tar_file := io.BytesIO()), mode="w:gz") as archive:
        for name, data in (("/etc/a.csv", table), ("../../b.txt", TEXT.encode())):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("c")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
        archive.addfile(link)
    return {
        "text": TEXT.encode(),
        "lines": lines,
        "lines.gz": gzip.compress(lines),
        "json": json.dumps(rows).encode(),
        "labelled": json.dumps({"id": "a", "text": TEXT}).encode(),
        "json-ld": json.dumps({"@graph": [JOB, JOB]}).encode(),
        "system": json.dumps({"jobs": [ashby | {"employmentType": "x"}] * 3}).encode(),
        "csv": table,
        "tsv": table.replace(b",", b"\t"),
        "page": page.encode(),
        "script": script.encode(),
        "markdown": f"---\ntitle: Baker\nlocation: [Leeds]\n---\n# Tasks\n\n- a\n\n{TEXT}".encode(),
        "feed": f"<?xml version='1.0'?>{feed}</channel></rss>".encode(),
        "parquet": parquet_file.getvalue(),
        "zip": zip_file.getvalue(),
        "tar.gz": tar_file.getvalue(),
        "pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]>>",
        "docx": zip_file.getvalue().replace(b"b/c.txt", b"word/cx"),
    }


Damage = Callable[[bytes, random.Random], bytes]


def cut(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data))]


def headless(data: bytes, rng: random.Random) -> bytes:
    return data[rng.randrange(len(data)) :]


def flip(data: bytes, rng: random.Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(rng.choice((1, 3, 20))):
        damaged[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return bytes(damaged)


def overwrite(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + rng.randbytes(rng.randrange(1, 60)) + data[start + rng.randrange(60) :]


def recode(data: bytes, rng: random.Random) -> bytes:
    encoding = rng.choice(("utf-16", "utf-16-be", "utf-32", "cp1252", "cp1251", "utf-7", "cp037"))
    return data.decode("utf-8", "ignore").encode(encoding, "replace")


def reread(data: bytes, rng: random.Random) -> bytes:
    """Bytes taken for another encoding and written again, some ends lost."""
    text = data.decode(rng.choice(("latin-1", "cp437")))
    return text.encode("utf-8")[rng.randrange(3) :]


def repeat(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    piece = data[start : start + rng.randrange(1, 40)]
    return data[:start] + piece * rng.choice((2, 50, 2000)) + data[start:]


def shuffle_lines(data: bytes, rng: random.Random) -> bytes:
    lines = data.split(b"\n")
    rng.shuffle(lines)
    return b"\n".join(lines)


def ragged(data: bytes, rng: random.Random) -> bytes:
    """Cells lost, doubled, with quotes put in."""
    pieces = data.split(b",")
    for _ in range(3):
        place = rng.randrange(len(pieces) + 1)
        pieces[place : place + rng.randrange(3)] = rng.choice(([], [b'"'], [b"x", b""], [b'a"b']))
    return b",".join(pieces)


def deep(data: bytes, rng: random.Random) -> bytes:
    """Brackets of many kinds, thousands deep, before, within or after."""
    opening, closing = rng.choice(
        (
            (b"[", b"]"),
            (b'{"a":', b"}"),
            (b"<b>", b"</b>"),
            (b"<div><p>", b""),
            (b"- ", b""),
            (b"(", b")"),
        )
    )
    depth = rng.choice((50, 900, 30_000))
    nested = opening * depth + rng.choice((b"1", b"", data)) + closing * rng.choice((0, depth))
    return rng.choice((nested, nested + b"\n" + data, data + b"\n" + nested))


def long_line(data: bytes, rng: random.Random) -> bytes:
    unit = rng.choice(
        (b"x", b"a b ", b'"', b"**a ", b"[a](", b"<p <", b"&lt;", b"{% ", b"|  ", b"<!--")
    )
    return rng.choice((data, b"")) + unit * (rng.choice((1_000, 400_000)) // len(unit)) + data


def bomb(data: bytes, rng: random.Random) -> bytes:
    filling = rng.choice((bytes(1 << 20), b" " * (1 << 20), data * 300))
    packed = zlib.compressobj(wbits=31)
    parts = [packed.compress(filling) for _ in range(rng.choice((1, 4, 20)))]
    compressed = b"".join(parts) + packed.flush()
    return gzip.compress(compressed) if rng.random() < 0.3 else compressed


def nested(data: bytes, rng: random.Random) -> bytes:
    for _ in range(rng.randrange(1, 9)):
        data = gzip.compress(data)
    return data


def empty(data: bytes, rng: random.Random) -> bytes:
    return rng.choice(
        (b"", b" ", b"\n" * 500, b"\xef\xbb\xbf", b"\xff\xfe", b"{}", b"[]", b"null", b"\x00")
    )


DAMAGES: tuple[Damage, ...] = (
    *(cut, cut, headless, flip, flip, flip, overwrite, overwrite, recode, reread, repeat),
    *(shuffle_lines, ragged, ragged, deep, long_line, bomb, nested, empty),
)
NAMES = (
    "job",
    "job.txt",
    "job.csv",
    "job.jsonl",
    "job.json",
    "job.html",
    "job.md",
    "job.gz",
    "job.xml",
)


@pytest.mark.parametrize("group", range(GROUPS))
def test_damaged_inputs_give_postings_or_rejects(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, group: int
) -> None:
    rng = random.Random(SEED + group)
    whole = seeds()
    inside = tmp_path / "inside"
    inside.mkdir()
    monkeypatch.chdir(inside)
    for number in range(INPUTS_A_GROUP):
        kind = rng.choice(sorted(whole))
        damage = rng.choice(DAMAGES)
        data = damage(whole[kind], rng)
        if rng.random() < 0.2 and 0 < len(data) < 100_000:
            data = rng.choice(DAMAGES)(data, rng)
        path = inside / rng.choice(NAMES)
        path.write_bytes(data)
        case = f"group {group}, input {number}: {damage.__name__} of {kind} as {path.name}"
        started = time.monotonic()
        found = list(read_postings([path]))
        assert time.monotonic() - started < SECONDS_AN_INPUT, case
        assert found, case
        for each in found:
            assert each.file == str(path), case
            if isinstance(each, Reject):
                assert each.position, case
                assert each.reason, case
                assert UNFORESEEN not in each.reason, f"{case}: {each}"
                assert len(each.sample) <= 200, case
            else:
                assert isinstance(each, Posting), case
                assert each.text.strip(), case
                each.text.encode("utf-8")
        assert path.read_bytes() == data, case
        path.unlink()
        assert list(tmp_path.rglob("*")) == [inside], case


def test_whole_inputs_give_their_postings(tmp_path: Path) -> None:
    """The damaged inputs were good ones before: all but the two stubs hold postings."""
    for kind, data in seeds().items():
        path = tmp_path / kind
        path.write_bytes(data)
        postings = [each for each in read_postings([path]) if isinstance(each, Posting)]
        assert bool(postings) == (kind not in ("pdf", "docx")), kind
