"""The names under which dumps keep what: one table, read by ``columns``.

A dump whose columns have other names is read by its contents or by a mapping; a name that is
often met belongs in this table.
"""

import re
from typing import Final, Literal, get_args

Field = Literal[
    "title",
    "employer",
    "location",
    "city",
    "region",
    "country",
    "postal_code",
    "description",
    "salary",
    "salary_min",
    "salary_max",
    "currency",
    "salary_period",
    "employment_type",
    "seniority",
    "work_mode",
    "skills",
    "date_posted",
    "valid_through",
    "language",
    "url",
    "id",
    "reference",
]
"""What a column may hold. A ``reference`` (a requisition or announcement number) identifies a
posting only where there is neither ``id`` nor ``url``: one requisition is often posted twice."""

FIELDS: Final[tuple[Field, ...]] = get_args(Field)

FIELD_ALIASES: Final[dict[str, Field]] = {
    "company": "employer",
    "place": "location",
    "text": "description",
    "body": "description",
    "pay": "salary",
    "pay_min": "salary_min",
    "pay_max": "salary_max",
    "pay_period": "salary_period",
    "level": "seniority",
    "link": "url",
}

# Names of each field, the best first; compared after splitting camelCase and punctuation, so that
# "JobTitle", "job_title" and "Job Title" are one name.
_NAMES: Final[dict[Field, str]] = {
    "title": "job title, position title, posting title, title, designation, job position, "
    "job opening name, vacancy title, jobtitle, positiontitle, job name, position name, role title, "
    "job role, position, role, vacancy, name, headline, text title, stellenbezeichnung, intitule, "
    "titulo, puesto, functie",
    "employer": "company name, hiring organization name, employer name, organization name, "
    "organisation name, company, employer, organization, organisation, hiring company, "
    "hiring organization, business name, agency name, agency, company display name, companyname, "
    "recruiter name, advertiser, subcompany, department name, entreprise, unternehmen, empresa",
    "location": "job location, work location, position location, primary location, location name, "
    "location display name, full location, formatted location, locations, location, job locations, "
    "joblocation, place, work place, workplace, office location, office, duty station, address, "
    "locations text, city state, city country, region name, standort, lieu, ubicacion",
    "city": "job location city, location city, city, city name, town, locality, address locality",
    "region": "job location state, location state, state, state name, province, region, county, "
    "state code, address region",
    "country": "job location country, location country, country, country name, country code, "
    "address country",
    "postal_code": "postal code, post code, postcode, zip code, zip, zipcode",
    "description": "job description, position description, description, description html, "
    "description text, full description, description plain, jobdescription, job desc, job text, "
    "full text, posting text, job ad, advert text, description body, job details, text, body, "
    "content, job summary, summary, responsibilities, job responsibilities, key responsibilities, "
    "duties, job duties, major duties, examples of duties, requirements, job requirements, "
    "requirement, qualifications, minimum qualifications, preferred qualifications, "
    "qualification summary, qualifications summary, qualification, education, benefits, "
    "about company, company profile, company description, about the company, "
    "what you will do, who you are, additional information, supplemental information, "
    "skills and requirements, job specification, overview, introduction, stellenbeschreibung",
    "salary": "salary range, salary estimate, salary text, salary, compensation, pay range, pay, "
    "pay rate, rate, wage, wages, salary offered, payrate, formatted salary, hourly rate, "
    "compensation range, gehalt",
    "salary_min": "min salary, salary min, minimum salary, salary minimum, salary low, salary from, "
    "min pay, minimum pay, pay min, pay low, compensation min, min amount, salary min value, "
    "min payrange, low salary, min annual salary, base salary min, compensation minimum, normalized salary min",
    "salary_max": "max salary, salary max, maximum salary, salary maximum, salary high, salary to, "
    "max pay, maximum pay, pay max, pay high, compensation max, max amount, salary max value, "
    "max payrange, high salary, max annual salary, base salary max, compensation maximum",
    "currency": "salary currency, currency, currency code, pay currency, compensation currency",
    "salary_period": "pay period, salary period, pay type, salary unit, salary type, pay basis, "
    "salary interval, salary frequency, interval, compensation interval, compensation frequency, "
    "rate interval, rate type, wage type, salary rate",
    "employment_type": "employment type, job type, contract type, type of employment, "
    "formatted work type, work type, position type, offering type, employment status, contract, "
    "contract time, employmenttype, jobtype, schedule, job schedule type, position offering type, "
    "commitment, time type, appointment type, work schedule, vertragsart",
    "seniority": "seniority level, seniority, experience level, formatted experience level, "
    "job level, career level, level, experience category",
    "work_mode": "work mode, workplace type, remote type, work arrangement, remote status, "
    "work setting, workplace, location type, job location type, remote option",
    "skills": "required skills, skills, key skills, skill tags, job skills, skills required, "
    "skill, skills desc, technologies, tech stack, tags, keywords, job tags, must have skills",
    "date_posted": "date posted, posted date, posting date, date, posted at, posted on, "
    "publication date, published at, published date, date published, created at, created, "
    "listed time, post date, listing date, pub date, opens, open date, position start date, "
    "posted, time, scraped date, first published, published, published on, "
    "publish date, listed, listed at, listed on",
    "valid_through": "valid through, application deadline, closing date, expiry date, "
    "application close date, deadline, close date, expiration date, expires, end date, closes, "
    "valid until, application end date, position end date, closed at, expiry, deadline at",
    "language": "language, lang, language code, locale, posting language",
    "url": "job url, posting url, job posting url, job link, url, link, uri, job posting link, "
    "detail url, apply url, application url, apply link, posting link, redirect url, "
    "canonical url, web url, absolute url, hosted url, permalink, href",
    "id": "job id, posting id, job posting id, id, uuid, guid, uniq id, unique id, jobid, "
    "listing id, job key, jk, vacancy id, external id, item id, path, file name, filename",
    "reference": "requisition id, req id, position id, job code, reference, reference number, "
    "job number, announcement number, job reference, ref, requisition number, job ref",
}

Rank = tuple[Field, int]
_RANKS: Final[dict[str, Rank]] = {
    name: (wanted, rank)
    for wanted, names in _NAMES.items()
    for rank, name in enumerate(names.split(", "))
}
MAIN_TEXTS: Final = _NAMES["description"].split(", ").index("job summary")  # whole descriptions
DESCRIPTION_COPIES: Final = frozenset(
    "description html, description text, description plain, full description, description body, "
    "posting text, full text, job text, text, body, content".split(", ")
)
"""Names that hold the description once more in another form; one of them is enough."""

_WORDS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+|\d+")


def column_words(name: str) -> str:
    """A column's name as words: "JobTitle", "job_title" and "data.job.title" alike.

    >>> column_words("QualificationSummary"), column_words("salary_min"), column_words("URI")
    ('qualification summary', 'salary min', 'uri')
    """
    return " ".join(_WORDS.findall(name[:200])).lower()


def rank_of(words: str) -> Rank | None:
    """The field that a column of this name holds, and how good a name it is (0: the best)."""
    if found := _RANKS.get(words):
        return found
    for prefix in ("job ", "posting ", "vacancy ", "the "):
        if words.startswith(prefix) and (found := _RANKS.get(words.removeprefix(prefix))):
            return found
    return None
