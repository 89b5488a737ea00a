"""schema.org JobPosting: as JSON-LD in a page, alone in a file, in arrays, in ``@graph``.

Vocabulary: https://schema.org/JobPosting; what publishers make of it:
https://developers.google.com/search/docs/appearance/structured-data/job-posting. In the wild
values are strings, objects or lists of either, and descriptions are HTML escaped once or twice.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from skillweave.loaders.formats.draft import Draft, DraftPay, DraftPlace, Part
from skillweave.loaders.formats.values import pay_amount, pay_period, states_pay

MAX_DEPTH: Final = 12
"""How deep within other objects a JobPosting is looked for."""

_TEXTS: Final = (
    ("description", ""),
    ("responsibilities", "Responsibilities"),
    ("qualifications", "Qualifications"),
    ("experienceRequirements", "Experience"),
    ("educationRequirements", "Education"),
    ("jobBenefits", "Benefits"),
    ("incentiveCompensation", "Incentives"),
    ("workHours", "Hours"),
    ("specialCommitments", "Special Commitments"),
)
_LABEL_KEYS: Final = ("name", "@value", "value", "label", "title", "text", "description")


def is_job_posting(value: Any) -> bool:
    """Whether a JSON value is a JobPosting object."""
    if not isinstance(value, dict):
        return False
    kind = value.get("@type", value.get("type"))
    kinds = kind if isinstance(kind, list) else [kind]
    return any(
        isinstance(k, str) and k.rpartition("/")[2].rpartition(":")[2] == "JobPosting"
        for k in kinds
    )


def find_job_postings(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """All JobPosting objects within a JSON value, in order."""
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for each in value:
            yield from find_job_postings(each, depth + 1)
    elif is_job_posting(value):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            if isinstance(each, dict | list):
                yield from find_job_postings(each, depth + 1)


def draft_job_posting(posting: Mapping[str, Any]) -> Draft:
    """The draft of a JobPosting object; nothing it may lack or get wrong is an error."""
    draft = Draft(
        title=label(posting.get("title")) or label(posting.get("name")),
        employer=label(posting.get("hiringOrganization")),
        places=[place for each in _list(posting.get("jobLocation")) if (place := place_of(each))],
        employment_types=[
            text for each in _list(posting.get("employmentType")) if (text := label(each))
        ],
        work_mode=label(posting.get("jobLocationType")),
        date_posted=posting.get("datePosted"),
        valid_through=posting.get("validThrough"),
        language=label(posting.get("inLanguage")),
        url=_address(posting),
        source_id=_identifier(posting.get("identifier")),
    )
    if not draft.places:
        required = _list(posting.get("applicantLocationRequirements"))
        draft.places = [place for each in required if (place := place_of(each))]
    for key in ("baseSalary", "estimatedSalary"):
        draft.pay += [pay for each in _list(posting.get(key)) if (pay := _pay(each, posting))]
    for key, heading in _TEXTS:
        if text := _text(posting.get(key)):
            draft.parts.append(Part(text, heading))
    for each in _list(posting.get("skills")):
        skill = label(each)
        if skill and len(skill) > 300:
            draft.parts.append(Part(skill, "Skills"))
        elif skill:
            draft.skills += skill.split(",") if isinstance(each, str) else [skill]
    return draft


def label(value: Any) -> str | None:
    """The text of a value that is a string, a number, an object with a name, or a list of such."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        return label(value[0]) if value and not isinstance(value[0], list) else None
    if isinstance(value, dict):
        for key in _LABEL_KEYS:
            if isinstance(text := value.get(key), str | int | float) and not isinstance(text, bool):
                return str(text) or None
    return None


# One thing under many names: schema.org's, and those of applicant-tracking systems.
_CITY: Final = ("addressLocality", "city", "City", "locality", "town")
_REGION: Final = ("addressRegion", "region", "state", "State", "state_name", "province", "County")
_COUNTRY: Final = (
    "addressCountry",
    "country",
    "Country",
    "country_name",
    "countryCode",
    "country_code",
)
_POSTAL_CODE: Final = ("postalCode", "postal_code", "zip", "Zip")
_WHOLE: Final = ("fullLocation", "name", "Name", "label", "location", "text")


def place_of(value: Any) -> DraftPlace | None:
    """The place that a string or an object (Place, PostalAddress, an office) stands for."""
    if isinstance(value, str):
        return DraftPlace(value) if value.strip() else None
    if isinstance(value, list):
        return place_of(value[0]) if value and not isinstance(value[0], list) else None
    if not isinstance(value, dict):
        return None
    address = value.get("address")
    if isinstance(address, list):
        address = address[0] if address else None
    fields = address if isinstance(address, dict) else value
    city, region, country, postal_code = (
        _first(fields, keys) for keys in (_CITY, _REGION, _COUNTRY, _POSTAL_CODE)
    )
    geo = value.get("geo")
    latitude, longitude = (
        (_degrees(geo.get("latitude")), _degrees(geo.get("longitude")))
        if isinstance(geo, dict)
        else (None, None)
    )
    text = ", ".join(dict.fromkeys(part for part in (city, region, country) if part))
    if not text or not (city or region):
        whole = address if isinstance(address, str) else _first(value, _WHOLE)
        text = whole or text or postal_code or ""
    if not text.strip():
        return None
    return DraftPlace(text, city, region, country, postal_code, latitude, longitude)


def _first(fields: Mapping[str, Any], keys: tuple[str, ...]) -> str | None:
    for key in keys:
        value = fields.get(key)
        if value and (text := label(value)) and text.strip():
            return text.strip()
    return None


def _degrees(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        degrees = float(value)
    except ValueError:
        return None
    return degrees if -180 <= degrees <= 180 and degrees != 0 else None


def _pay(value: Any, posting: Mapping[str, Any]) -> DraftPay | None:
    """Pay of a MonetaryAmount, a PriceSpecification, a number or a text."""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        currency = label(posting.get("salaryCurrency"))
        if isinstance(value, str) and not _is_number(value):
            return DraftPay(value, currency=currency)
        return DraftPay(minimum=value, maximum=value, currency=currency)
    if not isinstance(value, dict):
        return None
    amount = value.get("value")
    if isinstance(amount, list):
        amount = amount[0] if amount else None
    fields = amount if isinstance(amount, dict) else value
    currency = label(value.get("currency")) or label(fields.get("currency"))
    unit = (
        label(fields.get("unitText"))
        or label(value.get("unitText"))
        or label(fields.get("duration"))
    )
    low, high, exact = fields.get("minValue"), fields.get("maxValue"), fields.get("value")
    if isinstance(exact, dict | list):
        exact = None
    if isinstance(exact, str) and not _is_number(exact):
        # A publisher's words tell the period better than a unit that is the same in every posting.
        unit = pay_period(exact) or unit
        if pay_amount(low) is None and pay_amount(high) is None:
            return DraftPay(exact, currency=currency, period=unit) if states_pay(exact) else None
        exact = None
    if exact is not None and pay_amount(low) is None and pay_amount(high) is None:
        low = high = exact
    return DraftPay(minimum=low, maximum=high, currency=currency, period=unit)


def _is_number(text: str) -> bool:
    return text.replace(",", "").replace(".", "").strip().isdigit()


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n".join(text for each in value if (text := label(each)))
    if isinstance(value, dict):
        months = value.get("monthsOfExperience")
        if isinstance(months, int | float | str) and not isinstance(months, bool):
            return f"{months} months of experience"
        return label(value) or label(value.get("credentialCategory")) or ""
    return ""


def _identifier(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        for key in ("value", "@value", "@id", "name"):
            if isinstance(text := value.get(key), str | int) and not isinstance(text, bool):
                return str(text)
        return None
    return label(value)


def _address(posting: Mapping[str, Any]) -> str | None:
    for key in ("url", "sameAs", "@id", "mainEntityOfPage"):
        text = label(posting.get(key))
        if text and text.startswith("http"):
            return text
    return None


def _list(value: Any) -> list[Any]:
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]
