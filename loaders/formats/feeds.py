"""XML feeds of postings: those of known systems, RSS and Atom, and any list of like elements.

An element that is repeated and whose children have the names of columns is a row; so a feed that
nobody has seen before is read like a dump. Entities, DTDs and the network are off.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from skillweave.loaders.formats.columns import Columns, Reading
from skillweave.loaders.formats.draft import Draft, DraftPay, DraftPlace, Part, build_listed
from skillweave.loaders.formats.rows import Row, read_rows
from skillweave.loaders.formats.signs import NOTHING_FOUND
from skillweave.loaders.formats.stream import Item
from skillweave.loaders.posting import Posting, Reject
from skillweave.ontology.errors import InputError

MAX_ROW_FIELDS: Final = 400

MAX_GROUPS: Final = 50
"""Groups of like elements that are looked at, the largest first."""


def read_feed(item: Item, reading: Reading) -> Iterator[Posting | Reject]:
    """Postings of an XML document; what can be read of a damaged one is."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(item.read_all(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"no XML: {error}") from error
    damage = _damage(parser)
    if root is None:
        raise InputError(f"no XML: {damage or 'there is no element in it'}")
    if _name(root) == "workzag-jobs":
        yield from build_listed(_personio(root), item.origin, single=False)
    else:
        yield from _rows_of(root, item, reading)
    if damage:
        next_step = "check that the file is whole"
        yield item.origin.reject(f"damaged XML: {damage}", "rest of the file", next_step=next_step)


def _damage(parser: etree.XMLParser) -> str:
    errors = [entry for entry in parser.error_log if entry.level >= etree.ErrorLevels.FATAL]
    return f"{errors[0].message.strip()}, line {errors[0].line}" if errors else ""


def _personio(root: Any) -> Iterator[tuple[str, Draft]]:
    """https://developer.personio.de/docs/retrieving-open-job-positions."""
    for position in root.iter("position"):
        offices = [position.findtext("office"), *(each.text for each in position.iter("office"))]
        parts = [
            Part(each.findtext("value") or "", each.findtext("name") or "")
            for each in position.iter("jobDescription")
        ]
        types = (position.findtext("employmentType"), position.findtext("schedule"))
        yield (
            "personio",
            Draft(
                system="personio",
                title=position.findtext("name"),
                employer=position.findtext("subcompany"),
                places=[DraftPlace(office) for office in offices if office],
                employment_types=[each for each in types if each],
                seniority=position.findtext("seniority"),
                date_posted=position.findtext("createdAt"),
                source_id=position.findtext("id"),
                parts=parts,
            ),
        )


_NEOGOV: Final = "{http://www.neogov.com/namespaces/JobListing}"
_NEOGOV_TEXTS: Final = (
    ("examplesofduties", "Examples of Duties"),
    ("qualifications", "Qualifications"),
    ("supplementalinformation", "Supplemental Information"),
    ("benefits", "Benefits"),
)


def _neogov(element: Any, agency: str | None) -> Draft:
    """https://www.governmentjobs.com feeds: RSS with elements of its own."""

    def own(name: str) -> str | None:
        text = element.findtext(f"{_NEOGOV}{name}")
        return text.strip() if text and text.strip() else None

    texts = [(element.findtext("description"), ""), *((own(name), h) for name, h in _NEOGOV_TEXTS)]
    location = own("location")
    return Draft(
        system="neogov",
        title=element.findtext("title"),
        employer=agency,
        places=[DraftPlace(location)] if location else [],
        pay=[
            DraftPay(
                "",
                own("minimumSalary"),
                own("maximumSalary"),
                own("salaryCurrency"),
                own("salaryInterval"),
            )
        ],
        employment_types=[each for each in (own("jobType"),) if each],
        date_posted=own("advertiseFromDateUTC") or element.findtext("pubDate"),
        valid_through=own("advertiseToDateTimeUTC"),
        url=element.findtext("link"),
        source_id=own("jobId"),
        parts=[Part(text, heading) for text, heading in texts if text],
    )


def _rows_of(root: Any, item: Item, reading: Reading) -> Iterator[Posting | Reject]:
    """Elements of one name in one parent as rows: the most numerous that can be postings."""
    counts: Counter[tuple[Any, str]] = Counter()
    for element in root.iter():
        if isinstance(element.tag, str) and len(element) >= 2:
            counts[(element.getparent(), element.tag)] += 1
    groups: list[tuple[int, int, int, Any, list[Any]]] = []
    for (parent, tag), count in counts.most_common(MAX_GROUPS):
        elements = [root] if parent is None else [each for each in parent if each.tag == tag]
        columns = Columns(list(_cells(elements[0])), [])
        if columns.describe_postings or reading.mapping:
            groups.append((count, columns.recognised, len(groups), parent, elements))
    if not groups:
        yield item.origin.reject(f"{NOTHING_FOUND}: no elements with titles or texts in the XML")
        return
    *_, parent, elements = max(groups, key=lambda group: group[:3])
    if any(child.tag == f"{_NEOGOV}jobId" for child in elements[0]):
        agency = parent.findtext("title") if parent is not None else None
        drafts = (("neogov", _neogov(element, agency)) for element in elements)
        yield from build_listed(drafts, item.origin, single=False)
        return
    rows = (Row(f"item {number}", _cells(each)) for number, each in enumerate(elements, 1))
    yield from read_rows(rows, item.origin, format="xml", reading=reading)


def _cells(element: Any) -> dict[str, str]:
    """The children of an element as cells; grandchildren under both names."""
    cells: dict[str, str] = {}
    for child in element:
        if not isinstance(child.tag, str) or len(cells) >= MAX_ROW_FIELDS:
            continue
        name = _name(child)
        if len(child) and not (child.text or "").strip():
            for grandchild in child:
                if isinstance(grandchild.tag, str):
                    cells[f"{name}.{_name(grandchild)}"] = "".join(grandchild.itertext())
        else:
            text = "".join(child.itertext()) or child.get("href", "")
            cells[name] = f"{cells[name]}; {text}" if cells.get(name) else text
    return cells


def _name(element: Any) -> str:
    return str(etree.QName(element).localname)
