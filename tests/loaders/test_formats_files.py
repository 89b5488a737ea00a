"""Files of one posting: text, Markdown, HTML pages, DOCX, PDF; and XML feeds."""

import sys
from pathlib import Path

import docx
import pytest

from skillweave.loaders.formats.signs import why_no_posting
from skillweave.loaders.posting import Posting, Reject
from skillweave.loaders.sources import read_postings

LINES = [
    "Night Baker",
    "About the role",
    "We are looking for a baker who knows dough and likes to work while others sleep.",
    "Your responsibilities",
    "You will knead, shape and bake bread for nine shops in the city of Leeds.",
    "Requirements",
    "Two years of experience in a bakery and a food hygiene certificate are required.",
    "To apply, send your CV. The salary is £12 an hour for full-time shifts.",
]
TEXT = "\n".join(LINES)


def read_one(path: Path) -> Posting:
    (posting,) = read_postings([path])
    assert isinstance(posting, Posting), posting
    return posting


def reject_of(path: Path) -> Reject:
    (reject,) = read_postings([path])
    assert isinstance(reject, Reject), reject
    return reject


@pytest.mark.parametrize("name", ["job.txt", "job", "job.text.bak"])
def test_a_text_file_is_one_posting_as_it_stands(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(TEXT.replace("\n", "\r\n").encode())
    posting = read_one(path)
    assert posting.text == TEXT
    assert posting.format == "text"


# What is no posting

NOT_POSTINGS = {
    "a licence": (
        "Permission is hereby granted, free of charge, to any person obtaining a copy of this "
        "software, to deal in the software without restriction, including the rights to use, copy, "
        "modify, merge, publish and sell copies, subject to the following conditions. " * 3
    ),
    "a data sheet": (
        "repo: example.org/bakers\ncommit: 0a1b\npaths: data/a.csv, data/b.csv\nrows: 900\n"
        "notes: job postings with salary, experience, skills and degree; full-time and remote\n" * 3
    ),
    "a readme": (
        "# Bakers\n\nA data set of job postings. `jobs.csv` holds the title, salary and skills, "
        "`places.json` the places, and `make.py` builds them. Requirements: Python. Apply the "
        "script to each position of the list, see `notes.md` and the licence for the role of each."
    ),
    "an error page": (
        "We can't find the page you're looking for. Sorry! Sign in to finish a job application, "
        "search for other positions, or read about the hiring process and events like career fairs "
        "for candidates. You will find help in the menu at the top of each page of this site."
    ),
    "a recipe": "Take flour, water and salt, mix them and wait. Then bake the dough until brown. "
    * 9,
    "a word": "Baker",
    "nothing": " \n ",
}


@pytest.mark.parametrize("kind", NOT_POSTINGS)
def test_other_texts_are_rejected_for_what_they_say(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "file.txt"
    path.write_text(NOT_POSTINGS[kind], "utf-8")
    reject = reject_of(path)
    assert reject.file == str(path)
    assert reject.position == "whole file"
    assert "no posting found in it" in reject.reason or reject.reason == "empty"


def test_postings_in_other_languages_are_postings() -> None:
    german = (
        "Wir suchen zum nächsten Ersten einen Bäcker (m/w/d) in Vollzeit. Ihre Aufgaben: Sie backen "
        "Brot und Brötchen. Ihr Profil: Erfahrung in einer Bäckerei. Bewerben Sie sich jetzt, wir "
        "freuen uns auf Sie und zahlen ein gutes Gehalt."
    )
    finnish = "Haemme leipuria joka osaa tehdä hyvää leipää ja pitää aikaisista aamuista " * 8
    assert why_no_posting(german) is None
    assert why_no_posting(finnish) is None
    assert why_no_posting("早朝にパンを焼く仕事です。経験者を募集しています。" * 8) is None


# Markdown


def test_front_matter_is_what_is_stated(tmp_path: Path) -> None:
    path = tmp_path / "job.md"
    front = "title: 'Crust: Night Baker'\nlocation: Leeds\nopens: 2024-03-01\ncloses: 2024-04-01\n"
    body = "\n\n".join(f"## {line}" if len(line) < 30 else line for line in LINES[1:])
    path.write_text(f"---\n# a comment\n{front}---\n\n{body}\n", "utf-8")
    posting = read_one(path)
    assert posting.format == "markdown"
    assert posting.text.startswith("Crust: Night Baker\nLeeds\n\nAbout the role\n")
    assert posting.stated.date_posted == "2024-03-01"
    assert posting.stated.valid_through == "2024-04-01"
    headings = [posting.text[start:end] for start, end in posting.headings]
    assert headings == ["About the role", "Your responsibilities", "Requirements"]


def test_a_posting_that_is_all_front_matter_is_read_from_it(tmp_path: Path) -> None:
    path = tmp_path / "job.md"
    path.write_text(
        f"---\ntitle: Baker\nrole_summary: |\n  {LINES[2]}\nkey_objectives:\n  - title: Bake for all\n"
        f"    items:\n    - {LINES[4]}\n    - {LINES[6]}\n---\n",
        "utf-8",
    )
    posting = read_one(path)
    assert posting.text == (
        f"Baker\n\nRole Summary\n\n{LINES[2]}\n\nKey Objectives\n\nBake for all\n\n"
        f"• {LINES[4]}\n• {LINES[6]}"
    )


@pytest.mark.parametrize("front", ["a: [1", "- 1\n- 2", "a: &x [1]\nb: *x", "title: {{ x }}: y"])
def test_damaged_front_matter_states_nothing(tmp_path: Path, front: str) -> None:
    path = tmp_path / "job.md"
    path.write_text(f"---\n{front}\n---\n{TEXT}", "utf-8")
    posting = read_one(path)
    assert posting.stated.title is None
    assert LINES[2] in posting.text


# HTML pages


def test_of_a_page_the_posting_is_kept_and_what_is_around_it_is_not(tmp_path: Path) -> None:
    body = "".join(f"<h3>{x}</h3>" if len(x) < 30 else f"<p>{x}</p>" for x in LINES[1:])
    path = tmp_path / "page"
    path.write_text(
        "<!doctype html><html><head><title>Night Baker | Crust careers</title>"
        "<link rel=canonical href='https://www.crust.example.org/jobs/7'></head><body>"
        "<header><a>Home</a></header><nav><ul><li>Jobs</ul></nav>"
        "<div class='cookie-banner'>We use cookies</div><div class='layout sidebar-left'>"
        f"<main><h1>Night Baker</h1><div class='job-description'>{body}</div></main>"
        "<div class='related-jobs related'>Day Baker</div></div>"
        "<footer>Imprint</footer><script>track()</script></body></html>",
        "utf-8",
    )
    posting = read_one(path)
    assert posting.format == "html"
    assert posting.text.replace("\n\n", "\n") == TEXT
    assert posting.stated.url == "https://www.crust.example.org/jobs/7"
    assert posting.source == "crust.example.org"


def test_a_page_without_a_posting_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<html><head><title>Page not found</title></head><body><h1>Oh!</h1>", "utf-8")
    assert "no posting found in it" in reject_of(path).reason


def test_a_declared_encoding_is_used(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    page = f"<html><meta charset='windows-1251'><body><h1>Пекарь</h1><p>{TEXT}</p>".replace("£", "")
    path.write_bytes(page.encode("cp1251"))
    assert read_one(path).text.startswith("Пекарь")


# Documents


def test_a_word_document_keeps_headings_lists_and_tables(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Night Baker", 1)
    document.add_paragraph(LINES[2])
    document.add_paragraph().add_run("Your responsibilities").bold = True
    document.add_paragraph(LINES[4], style="List Bullet")
    document.add_paragraph(LINES[6], style="List Bullet")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Pay", "£12 an hour & more"
    path = tmp_path / "job.docx"
    document.save(str(path))
    posting = read_one(path)
    assert posting.text == (
        f"Night Baker\n\n{LINES[2]}\n\nYour responsibilities\n\n• {LINES[4]}\n• {LINES[6]}\n\n"
        "Pay: £12 an hour & more"
    )
    assert [posting.text[a:b] for a, b in posting.headings] == [
        "Night Baker",
        "Your responsibilities",
    ]


def pdf(lines: list[str]) -> bytes:
    """A PDF of one page, as https://opensource.adobe.com/dc-acrobat-sdk-docs/pdfstandards/ has it."""
    shown = "".join(f"({line}) Tj T*\n" for line in lines)
    content = f"BT /F1 9 Tf 40 800 Td 14 TL\n{shown}ET".encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Font << /F1 5 0 R >> >>",
    ]
    written, offsets = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return written + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (len(objects) + 1, table, len(objects) + 1, len(written))
    )


def test_the_lines_of_a_pdf_are_read_and_sentences_joined(tmp_path: Path) -> None:
    start, end = LINES[2].split(" and likes ")
    path = tmp_path / "job.pdf"
    path.write_bytes(pdf([*LINES[:2], f"{start} and likes", end, *LINES[3:]]))
    assert read_one(path).text == TEXT


@pytest.mark.parametrize("damage", [b"%PDF-1.4\nnothing", pdf([])])
def test_a_pdf_without_text_is_rejected(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "job.pdf"
    path.write_bytes(damage)
    assert "PDF" in reject_of(path).reason


@pytest.mark.parametrize(("module", "content"), [("pypdfium2", pdf(LINES)), ("docx", None)])
def test_a_missing_extra_is_told_with_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, content: bytes | None
) -> None:
    path = tmp_path / "job"
    if content is None:
        docx.Document().save(str(path))
    else:
        path.write_bytes(content)
    monkeypatch.setitem(sys.modules, module, None)
    assert "pip install 'skillweave[documents]'" in reject_of(path).reason


def test_spreadsheets_and_pictures_are_rejected_by_what_they_are(tmp_path: Path) -> None:
    picture = tmp_path / "jobs.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 20)
    assert "binary" in reject_of(picture).reason


# Feeds


def test_a_feed_that_nobody_has_seen_before_is_read_like_a_dump(tmp_path: Path) -> None:
    job = "<job><title>Baker {0}</title><company>Crust</company><city>Leeds</city><body><![CDATA[<p>{1}</p>]]></body></job>"
    path = tmp_path / "feed"
    jobs = "".join(job.format(n, LINES[4]) for n in (1, 2))
    path.write_text(
        f"<?xml version='1.0'?><source><publisher>x</publisher>{jobs}</source>", "utf-8"
    )
    found = [each.text for each in read_postings([path]) if isinstance(each, Posting)]
    assert found == [f"Baker {n}\nCrust\nLeeds\n\n{LINES[4]}" for n in (1, 2)]


def test_rss_with_elements_of_a_system_states_pay_and_dates(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(
        "<rss xmlns:j='http://www.neogov.com/namespaces/JobListing'><channel><title>City</title>"
        "<item><title>Baker</title><link>https://www.example.org/1</link><description>&lt;p&gt;Bake"
        "&lt;/p&gt;</description><pubDate>Wed, 06 Mar 2024 10:00:00 GMT</pubDate><j:jobId>1</j:jobId>"
        "<j:minimumSalary>20</j:minimumSalary><j:salaryInterval>Hour</j:salaryInterval>"
        "<j:qualifications>Dough</j:qualifications></item></channel></rss>",
        "utf-8",
    )
    posting = read_one(path)
    assert posting.text == "Baker\nCity\nfrom 20 per hour\n\nBake\n\nQualifications\nDough"
    assert posting.stated.date_posted == "2024-03-06"


def test_entities_of_xml_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden", "utf-8")
    path = tmp_path / "feed.xml"
    path.write_text(
        f"<?xml version='1.0'?><!DOCTYPE j [<!ENTITY s SYSTEM '{secret.as_uri()}'><!ENTITY a 'aaaa'>"
        "<!ENTITY b '&a;&a;&a;&a;'>]><jobs><job><title>Baker &s;&b;</title><city>Leeds</city></job>"
        "<job><title>Cook</title><city>York</city></job></jobs>",
        "utf-8",
    )
    for each in read_postings([path]):
        assert "hidden" not in repr(each)
        assert "aaaa" not in repr(each)
