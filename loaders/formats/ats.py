"""Postings as applicant-tracking systems give them out in JSON, told by the keys of an item.

Each system has its own names for the same things. A ``Shape`` lists them: the keys by which an
item is known, and where in it each field is found (a path of keys joined by dots). The few systems
that need more than names have a function. A new system is one more entry of ``SHAPES``.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from skillweave.loaders.formats.draft import Draft, DraftPay, Part
from skillweave.loaders.formats.json_ld import draft_job_posting, label, place_of

MAX_DEPTH: Final = 8
"""How deep within envelopes ("jobs", "data", "items") the items are looked for."""

Item = Mapping[str, Any]


class Shape(NamedTuple):
    """Where a system keeps what.

    Attributes:
        system: its name.
        keys: keys that an item has, and items of other systems have not all of.
        texts: pairs of path and heading; a heading that begins with "=" is itself a path.
        places: paths of places; a list there holds several.
        pay: paths of text, minimum, maximum, currency and period.
        more: adds what paths cannot say.
    """

    system: str
    keys: frozenset[str]
    title: str = "title"
    employer: str = ""
    places: tuple[str, ...] = ("location",)
    texts: tuple[tuple[str, str], ...] = ()
    url: str = "url"
    source_id: str = "id"
    date_posted: str = ""
    valid_through: str = ""
    employment_types: tuple[str, ...] = ()
    seniority: str = ""
    work_mode: str = ""
    skills: str = ""
    language: str = ""
    pay: tuple[str, str, str, str, str] = ("", "", "", "", "")
    more: Callable[[Item, Draft], None] | None = None


def _ashby(item: Item, draft: Draft) -> None:
    compensation = item.get("compensation")
    if not isinstance(compensation, dict):
        return
    for component in _objects(compensation.get("summaryComponents")):
        if component.get("compensationType") == "Salary":
            draft.pay.append(
                DraftPay(
                    "",
                    component.get("minValue"),
                    component.get("maxValue"),
                    label(component.get("currencyCode")),
                    label(component.get("interval")),
                )
            )


def _lever(item: Item, draft: Draft) -> None:
    lists = [
        Part(_text(each, "content"), _text(each, "text")) for each in _objects(item.get("lists"))
    ]
    additional = [Part(text) for text in (_text(item, "additional"),) if text]
    draft.parts += [*lists, *additional]


def _recruitee(item: Item, draft: Draft) -> None:
    modes = {"remote": "Remote", "hybrid": "Hybrid", "on_site": "On-site"}
    draft.work_mode = next((name for key, name in modes.items() if item.get(key) is True), None)
    codes = str(item.get("employment_type_code") or "").replace("_", " ")
    draft.employment_types = [codes] if codes else []


def _smartrecruiters(item: Item, draft: Draft) -> None:
    location = item.get("location")
    if isinstance(location, dict):
        modes = {"remote": "Remote", "hybrid": "Hybrid"}
        draft.work_mode = next(
            (name for key, name in modes.items() if location.get(key) is True), None
        )
    advert = item.get("jobAd")
    sections = advert.get("sections") if isinstance(advert, dict) else None
    if isinstance(sections, dict):
        for section in sections.values():
            if isinstance(section, dict):
                draft.parts.append(Part(_text(section, "text"), _text(section, "title")))


def _oracle(item: Item, draft: Draft) -> None:
    draft.places += [
        place
        for each in _objects(item.get("secondaryLocations"))
        if (place := place_of(each.get("Name")))
    ]


def _workday(item: Item, draft: Draft) -> None:
    draft.places = [place for place in draft.places if not place.value.endswith(" Locations")]
    reference = item.get("bulletFields")
    if isinstance(reference, list) and reference:
        draft.source_id = label(reference[0])


def _teamtailor(item: Item, draft: Draft) -> None:
    posting = item.get("_jobposting")
    if isinstance(posting, dict):
        stated = draft_job_posting(posting)
        draft.places, draft.employer = stated.places, stated.employer
        draft.employment_types, draft.pay = stated.employment_types, stated.pay
        draft.work_mode = stated.work_mode
        draft.parts = draft.parts or stated.parts


def _telecommuting(item: Item, draft: Draft) -> None:
    if (
        item.get("telecommuting") is True
        or item.get("isRemote") is True
        or item.get("IsRemote") is True
    ):
        draft.work_mode = draft.work_mode or "Remote"


SHAPES: Final = (
    Shape(
        "greenhouse",
        frozenset(("absolute_url", "internal_job_id", "title")),
        employer="company_name",
        places=("location.name",),
        texts=(("content", ""),),
        url="absolute_url",
        date_posted="first_published",
        valid_through="application_deadline",
        language="language",
    ),
    Shape(
        "lever",
        frozenset(("hostedUrl", "categories", "text")),
        title="text",
        places=("categories.allLocations", "categories.location"),
        texts=(("description", ""),),
        url="hostedUrl",
        date_posted="createdAt",
        employment_types=("categories.commitment",),
        work_mode="workplaceType",
        pay=(
            "",
            "salaryRange.min",
            "salaryRange.max",
            "salaryRange.currency",
            "salaryRange.interval",
        ),
        more=_lever,
    ),
    Shape(
        "ashby",
        frozenset(("jobUrl", "descriptionHtml", "employmentType")),
        places=("location", "secondaryLocations.location"),
        texts=(("descriptionHtml", ""),),
        url="jobUrl",
        date_posted="publishedAt",
        employment_types=("employmentType",),
        work_mode="workplaceType",
        more=_ashby,
    ),
    Shape(
        "workday",
        frozenset(("externalPath", "title", "locationsText")),
        places=("locationsText",),
        texts=(("jobDescription", ""),),
        url="externalUrl",
        source_id="externalPath",
        date_posted="startDate",
        employment_types=("timeType",),
        more=_workday,
    ),
    Shape(
        "smartrecruiters",
        frozenset(("name", "releasedDate", "refNumber")),
        title="name",
        employer="company.name",
        url="applyUrl",
        date_posted="releasedDate",
        employment_types=("typeOfEmployment.label",),
        seniority="experienceLevel.label",
        language="language.code",
        more=_smartrecruiters,
    ),
    Shape(
        "recruitee",
        frozenset(("careers_url", "careers_apply_url", "title")),
        employer="company_name",
        places=("locations", "location"),
        texts=(("description", ""), ("requirements", "Requirements")),
        url="careers_url",
        date_posted="published_at",
        seniority="experience_code",
        pay=("", "salary.min", "salary.max", "salary.currency", "salary.period"),
        more=_recruitee,
    ),
    Shape(
        "teamtailor",
        frozenset(("_jobposting", "title", "url")),
        texts=(("content_html", ""),),
        date_posted="date_published",
        more=_teamtailor,
    ),
    Shape(
        "workable",
        frozenset(("shortcode", "telecommuting", "title")),
        places=("locations", "city"),
        texts=(("description", ""), ("requirements", "Requirements"), ("benefits", "Benefits")),
        source_id="shortcode",
        date_posted="published_on",
        employment_types=("employment_type",),
        seniority="experience",
        more=_telecommuting,
    ),
    Shape(
        "pinpoint",
        frozenset(("key_responsibilities", "skills_knowledge_expertise", "title")),
        texts=(
            ("description", ""),
            ("key_responsibilities", "=key_responsibilities_header"),
            ("skills_knowledge_expertise", "=skills_knowledge_expertise_header"),
            ("benefits", "=benefits_header"),
        ),
        valid_through="deadline_at",
        employment_types=("employment_type_text",),
        work_mode="workplace_type",
        pay=(
            "compensation",
            "compensation_minimum",
            "compensation_maximum",
            "compensation_currency",
            "compensation_frequency",
        ),
    ),
    Shape(
        "bamboohr",
        frozenset(("jobOpeningName", "employmentStatusLabel")),
        title="jobOpeningName",
        texts=(("description", ""),),
        url="jobOpeningShareUrl",
        date_posted="datePosted",
        employment_types=("employmentStatusLabel",),
        more=_telecommuting,
    ),
    Shape(
        "eightfold",
        frozenset(("canonicalPositionUrl", "name")),
        title="name",
        places=("locations", "location"),
        texts=(("job_description", ""),),
        url="canonicalPositionUrl",
        date_posted="t_create",
        work_mode="work_location_option",
    ),
    Shape(
        "oracle",
        frozenset(("Id", "Title", "PrimaryLocation")),
        title="Title",
        places=("PrimaryLocation",),
        texts=(
            ("ExternalDescriptionStr", ""),
            ("ExternalResponsibilitiesStr", "Responsibilities"),
            ("ExternalQualificationsStr", "Qualifications"),
            ("ShortDescriptionStr", "Summary"),
        ),
        url="",
        source_id="Id",
        date_posted="PostedDate",
        work_mode="WorkplaceType",
        more=_oracle,
    ),
    Shape(
        "rippling",
        frozenset(("uuid", "name", "workLocation")),
        title="name",
        places=("workLocation.label",),
        texts=(("description", ""),),
        source_id="uuid",
    ),
    Shape(
        "freehire",
        frozenset(("public_slug", "external_id", "title")),
        employer="company",
        texts=(("description", ""),),
        source_id="public_slug",
        date_posted="posted_at",
        valid_through="closed_at",
        employment_types=("enrichment.employment_type",),
        seniority="enrichment.seniority",
        work_mode="work_mode",
        skills="skills",
        pay=(
            "",
            "enrichment.salary_min",
            "enrichment.salary_max",
            "enrichment.salary_currency",
            "enrichment.salary_period",
        ),
    ),
    Shape(
        "paylocity",
        frozenset(("JobId", "JobTitle", "PublishedDate")),
        title="JobTitle",
        places=("JobLocation", "LocationName"),
        texts=(("Description", ""),),
        url="",
        source_id="JobId",
        date_posted="PublishedDate",
        more=_telecommuting,
    ),
    Shape(
        "phenom",
        frozenset(("jobSeqNo", "title")),
        texts=(("description", ""), ("descriptionTeaser", "")),
        url="",
        source_id="jobSeqNo",
        date_posted="postedDate",
        employment_types=("type",),
        language="locale",
    ),
)


def shape_of(value: Any) -> Shape | None:
    """The shape whose keys an object has."""
    if not isinstance(value, dict):
        return None
    keys = value.keys()
    for shape in SHAPES:
        if shape.keys <= keys:
            return shape
    return None


def find_items(value: Any, depth: int = 0) -> Iterator[tuple[Shape, dict[str, Any]]]:
    """All items of a known shape within a JSON value, in order."""
    if depth > MAX_DEPTH:
        return
    if shape := shape_of(value):
        yield shape, value
        return
    children = (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    )
    for child in children:
        if isinstance(child, dict | list):
            yield from find_items(child, depth + 1)


def draft_item(shape: Shape, item: Item) -> Draft:
    """The draft of an item; nothing that it may lack or get wrong is an error."""
    draft = Draft(
        system=shape.system,
        title=label(_at(item, shape.title)),
        employer=label(_at(item, shape.employer)),
        url=label(_at(item, shape.url)),
        source_id=label(_at(item, shape.source_id)),
        date_posted=_at(item, shape.date_posted),
        valid_through=_at(item, shape.valid_through),
        seniority=_words(label(_at(item, shape.seniority))),
        work_mode=_words(label(_at(item, shape.work_mode))),
        language=label(_at(item, shape.language)),
    )
    for path in shape.places:
        found = _at(item, path)
        places = (place_of(each) for each in (found if isinstance(found, list) else [found]))
        draft.places = [place for place in places if place]
        if draft.places:
            break
    for path in shape.employment_types:
        if text := label(_at(item, path)):
            draft.employment_types.append(text)
    skills = _at(item, shape.skills)
    if isinstance(skills, list):
        draft.skills = [text for each in skills if (text := label(each))]
    for path, heading in shape.texts:
        text = label(_at(item, path))
        if text:
            named = label(_at(item, heading[1:])) if heading.startswith("=") else heading
            draft.parts.append(
                Part(text, path.replace("_", " ").title() if named is None else named)
            )
    text, minimum, maximum, currency, period = (_at(item, path) for path in shape.pay)
    if text or minimum or maximum:
        draft.pay.append(
            DraftPay(label(text) or "", minimum, maximum, label(currency), label(period))
        )
    if shape.more:
        shape.more(item, draft)
    return draft


def _at(item: Item, path: str) -> Any:
    """What stands at a path; through a list, what stands there in each of its objects."""
    if not path:
        return None
    value: Any = item
    for key in path.split("."):
        if isinstance(value, list):
            value = [each.get(key) for each in _objects(value)]
        elif isinstance(value, dict):
            value = value.get(key)
        else:
            return None
    return value


def _words(code: str | None) -> str | None:
    """A code such as ``mid_level`` as words."""
    return code.replace("_", " ") if code else None


def _objects(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _text(item: Item, key: str) -> str:
    value = item.get(key)
    return value if isinstance(value, str) else ""
