"""HTML pages: what is embedded for machines first, else the posting that a reader would see.

1. schema.org JobPosting in a script (JSON-LD) or as microdata.
2. Data of an applicant-tracking system in a script (a list of openings that the page draws).
3. A list of openings in the markup of a known system: each becomes a posting with its title.
4. The page itself: its main part, without menus, banners and footers.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from skillweave.loaders.formats.ats import draft_item, find_items
from skillweave.loaders.formats.columns import Reading
from skillweave.loaders.formats.draft import Draft, DraftPlace, Part, build_listed, build_posting
from skillweave.loaders.formats.json_ld import draft_job_posting, find_job_postings
from skillweave.loaders.formats.json_values import parse
from skillweave.loaders.formats.signs import why_no_posting
from skillweave.loaders.formats.stream import Item
from skillweave.loaders.posting import Posting, Reject
from skillweave.loaders.text.markup import (
    MAX_OPEN_TAGS,
    MarkedText,
    node_to_text,
    replace_surrogates,
    tidy,
)
from skillweave.ontology.errors import InputError

MIN_MAIN_SHARE: Final = 0.3
"""A main part that holds less than this of the page's text is not the main part."""

_JSON_LD: Final = 'script[type="application/ld+json"]'
_DESCRIPTIONS: Final = (
    '[itemprop="description"]',
    "#jobDescriptionText",
    "#job-description",
    "#jobDescription",
    ".job-description",
    ".jobDescription",
    ".job_description",
    ".jobsearch-JobComponent-description",
    ".description__text",
    ".posting-page",
    "[data-automation-id='jobPostingDescription']",
    "[data-testid='job-description']",
)
_MAIN_PARTS: Final = ("main", "[role=main]", "article", "#content", "#main", ".content")
_AROUND: Final = (
    "nav,header,footer,aside,form,dialog,[role=navigation],[role=banner],[role=contentinfo],"
    "[role=dialog],[role=search],[aria-hidden=true],[hidden]"
)
_NAMED_AROUND: Final = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|navbar|navigation|nav|menu|breadcrumbs?|footer|sidebar|"
    r"share|sharing|social|newsletter|related|similar|recommended|popup|modal|skip)(?:$|[\s_-])",
    re.IGNORECASE,
)


class Listing(NamedTuple):
    """The markup in which a system lists openings: selectors of a row and of its parts."""

    system: str
    row: str
    title: str
    place: str
    address: re.Pattern[str]  # what an opening's link looks like; its group is the identifier


LISTINGS: Final = (
    Listing(
        "icims",
        ".iCIMS_JobCardItem",
        ".title h3, .title h2, a.iCIMS_Anchor",
        ".header.left span:not(.field-label)",
        re.compile(r"/jobs/(\d+)/"),
    ),
    Listing(
        "jobvite",
        "tr:has(.jv-job-list-location), li:has(.jv-job-list-location)",
        "a",
        ".jv-job-list-location",
        re.compile(r"/job/(\w+)"),
    ),
    Listing(
        "hrmdirect",
        "tr.ReqRowClick",
        ".posTitle a",
        ".cities, .offices",
        re.compile(r"[?&]req=(\d+)"),
    ),
)

_ASSIGNMENT: Final = re.compile(r"(?:[\w.$]+\s*=|^)\s*(?=[{\[])")
MAX_SCRIPT_ASSIGNMENTS: Final = 40


def read_page(item: Item, reading: Reading) -> Iterator[Posting | Reject]:
    """Postings of an HTML page."""
    markup = item.text()
    if markup.count("<") - 2 * markup.count("</") > MAX_OPEN_TAGS:
        raise InputError(f"more than {MAX_OPEN_TAGS:,} of its tags are left open")
    markup = replace_surrogates(markup.replace("\x00", ""))
    tree = LexborHTMLParser(markup)
    if stated := list(_stated_postings(tree, item)):
        if len(stated) == 1 and not stated[0].parts:
            stated[0].parts = [Part(_main_text(tree))]
        drafts = ((draft.system or "json-ld", draft) for draft in stated)
        yield from build_listed(drafts, item.origin, single=True)
        return
    yield _page_itself(tree, item)


def _stated_postings(tree: LexborHTMLParser, item: Item) -> Iterator[Draft]:
    """Drafts of what a page states for machines or in the markup of a known list."""
    found = False
    for script in tree.css(_JSON_LD):
        try:
            value = parse(script.text().encode("utf-8", "replace"), item)
        except InputError:
            continue
        for posting in find_job_postings(value):
            found = True
            yield draft_job_posting(posting)
    if not found and (microdata := tree.css_first('[itemtype*="schema.org/JobPosting"]')):
        draft = _microdata(microdata)
        if draft.title:
            found = True
            yield draft
    if not found:
        for value in _script_values(tree):
            for shape, each in find_items(value):
                found = True
                yield draft_item(shape, each)
    if not found:
        yield from _listed(tree)


def _script_values(tree: LexborHTMLParser) -> Iterator[Any]:
    """Objects that scripts assign or consist of, as far as they are JSON."""
    decoder = json.JSONDecoder(strict=False)
    for script in tree.css("script"):
        text = script.text()
        if "{" not in text or not _promising(text):
            continue
        position = tries = 0
        while tries < MAX_SCRIPT_ASSIGNMENTS and (match := _ASSIGNMENT.search(text, position)):
            tries += 1
            try:
                value, position = decoder.raw_decode(text, match.end())
            except (ValueError, RecursionError):
                position = match.end() + 1
                continue
            yield value


def _promising(script: str) -> bool:
    return "title" in script or "Title" in script or "jobs" in script


def _listed(tree: LexborHTMLParser) -> Iterator[Draft]:
    for listing in LISTINGS:
        rows = tree.css(listing.row)
        for row in rows:
            title, place = row.css_first(listing.title), row.css_first(listing.place)
            link = row.css_first("a[href]")
            address = (link.attributes.get("href") or "") if link else ""
            identifier = listing.address.search(address)
            yield Draft(
                system=listing.system,
                title=title.text() if title else None,
                places=[DraftPlace(tidy(place.text()))] if place else [],
                url=address,
                source_id=identifier[1] if identifier else None,
            )
        if rows:
            return


def _microdata(root: LexborNode) -> Draft:
    """schema.org properties as attributes: https://html.spec.whatwg.org/multipage/microdata.html."""
    fields: dict[str, Any] = {}
    for node in root.css("[itemprop]"):
        for name in (node.attributes.get("itemprop") or "").split():
            if name == "description":
                continue
            value = node.attributes.get("content") or node.attributes.get("datetime") or node.text()
            fields.setdefault(name, tidy(value))
    organisation = root.css_first('[itemprop="hiringOrganization"]')
    if organisation and (named := organisation.css_first('[itemprop="name"]')):
        fields["hiringOrganization"] = named.attributes.get("content") or named.text()
    fields["jobLocation"] = (
        {"address": fields} if "addressLocality" in fields else fields.get("jobLocation")
    )
    fields.pop("baseSalary", None)
    if "minValue" in fields or "value" in fields:
        names = ("minValue", "maxValue", "value", "unitText", "currency")
        amount = {name: fields.get(name) for name in names}
        fields["baseSalary"] = {"value": amount, "currency": fields.get("salaryCurrency")}
    draft = draft_job_posting(fields)
    if description := root.css_first('[itemprop="description"]'):
        draft.parts = [Part(node_to_text(description))]
    return draft


def _page_itself(tree: LexborHTMLParser, item: Item) -> Posting | Reject:
    title = _page_title(tree)
    address = tree.css_first('link[rel="canonical"]')
    marked = _main_text(tree)
    if reason := why_no_posting(marked.text):
        return item.origin.reject(reason, sample=marked.text)
    draft = Draft(title=title, parts=[Part(marked)])
    draft.url = (address.attributes.get("href") or None) if address else None
    return build_posting(draft, item.origin, format="html", single=True)


def _page_title(tree: LexborHTMLParser) -> str | None:
    """The one main heading, else the page's title; a site's name behind it is cut off."""
    node = tree.css_first("title")
    title = tidy(node.text()) if node else ""
    headings = [tidy(each.text()) for each in tree.css("h1, h2")[:20]]
    if title and title in headings:
        return title
    main = tree.css("h1")
    if len(main) == 1 and (heading := tidy(main[0].text())):
        return heading
    for heading in filter(None, headings):
        if title.lower().startswith(heading.lower()):
            return heading
    return re.split(r"\s+[|–—]\s+", title)[0] or None


def _main_text(tree: LexborHTMLParser) -> MarkedText:
    body = tree.body
    if body is None:
        return MarkedText("")
    for node in body.css(_AROUND):
        if node.parent is not None and not (
            node.tag in ("header", "form") and _is_large(node, body)
        ):
            node.decompose()
    for node in body.css("div[class], div[id], section[class], ul[class]"):
        attributes = node.attributes
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        if _NAMED_AROUND.search(names) and node.parent is not None and not _is_large(node, body):
            node.decompose()
    whole = node_to_text(body)
    for selectors, share in ((_DESCRIPTIONS, 0.15), (_MAIN_PARTS, MIN_MAIN_SHARE)):
        for selector in selectors:
            part = body.css_first(selector)
            if part is None:
                continue
            marked = node_to_text(part)
            if len(marked.text) >= max(share * len(whole.text), 200):
                return marked
    return whole


def _is_large(node: LexborNode, body: LexborNode) -> bool:
    """Whether an element holds half of the page, so that its name must be misleading."""
    return len(node.text()) > 0.5 * len(body.text())
