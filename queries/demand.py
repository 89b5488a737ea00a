"""What postings ask for: skills of a role, postings that ask for a skill, experience thresholds.

Each row comes with the sentence of a posting that says so. A posting that repeats another (see
``DUPLICATE_OF``) is left out of every count and of the evidence.
"""

from typing import Any, Final, NamedTuple

from skillweave.graph.store import Store
from skillweave.ontology.vocabulary import Modality, SkillKind
from skillweave.queries.answer import Answer, Evidence
from skillweave.queries.select import evidences, select

_DEMANDS: Final = """
counted AS (
    SELECT id AS posting, title, date_posted FROM "Posting"
    WHERE id NOT IN (SELECT source FROM "DUPLICATE_OF")
),
rank AS (
    SELECT * FROM (VALUES ('required', 0), ('preferred', 1), ('duty', 2)) AS r(modality, place)
),
option AS (SELECT source AS demand, target AS skill FROM "OPTION"),
width AS (
    SELECT demand, count(*) AS width
    FROM (SELECT demand FROM option UNION ALL SELECT source FROM "HAS_PART")
    GROUP BY demand
),
demand AS (
    SELECT h.source AS posting, q.id, q.modality, q.min_months, q.start, q."end",
           if(q.logic = 'all', 1, coalesce(width, 1)) AS one_of
    FROM "HAS_REQUIREMENT" AS h JOIN "Requirement" AS q ON q.id = h.target
    LEFT JOIN width ON width.demand = q.id
    UNION ALL
    SELECT whole.posting, q.id, q.modality, coalesce(q.min_months, whole.min_months),
           q.start, q."end",
           greatest(whole.one_of, if(q.logic = 'all', 1, coalesce(width, 1)))
    FROM demand AS whole JOIN "HAS_PART" AS p ON p.source = whole.id
    JOIN "Requirement" AS q ON q.id = p.target
    LEFT JOIN width ON width.demand = q.id
),
asks AS (
    SELECT posting, skill, modality, rank.place AS strength, min_months, one_of,
           demand.start, demand."end"
    FROM demand JOIN option ON option.demand = demand.id JOIN rank USING (modality)
    SEMI JOIN counted USING (posting)
    QUALIFY row_number() OVER (
        PARTITION BY posting, skill
        ORDER BY rank.place, min_months DESC NULLS LAST, demand.start, demand."end"
    ) = 1
)
"""
"""Common to the questions: the demands of postings that count, and one row a posting and skill.

A part inherits the duration and the choice of the demand that it is a part of. Of several demands
for one skill the strongest counts, and of equals the one that asks for the longest experience.
"""

_OF_ROLE: Final = """
mine AS (
    SELECT posting FROM counted JOIN "FOR_ROLE" AS r ON r.source = posting WHERE r.target = $role
),
total AS (SELECT count(*) AS postings FROM mine)
"""
"""The postings of one role."""

_SKILLS_OF_ROLE: Final = f"""
WITH RECURSIVE {_DEMANDS}, {_OF_ROLE},
best AS (
    SELECT skill,
           count(*) AS postings,
           count(*) FILTER (modality = 'required') AS required,
           median(min_months) AS median_months,
           min((strength, posting, start, "end")) AS example
    FROM asks SEMI JOIN mine USING (posting)
    GROUP BY skill
)
SELECT best.skill, s.label, s.kind, best.postings, best.postings / total.postings AS share,
       best.required / total.postings AS share_required, median_months,
       example[2] AS posting, example[3] AS start, example[4] AS "end"
FROM best JOIN "Skill" AS s ON s.id = best.skill, total
ORDER BY best.postings DESC, best.required DESC, s.label
LIMIT $limit
"""  # noqa: S608  (put together from constants)

_POSTINGS_ASKING: Final = f"""
WITH RECURSIVE {_DEMANDS}
SELECT posting, title, e.name AS employer, date_posted, a.modality, min_months, one_of,
       a.start, a."end"
FROM asks AS a JOIN counted USING (posting)
LEFT JOIN "HIRED_BY" AS h ON h.source = posting
LEFT JOIN "Employer" AS e ON e.id = h.target
WHERE a.skill = $skill
  AND ($most IS NULL OR coalesce(min_months, 0) <= $most)
  AND ($least IS NULL OR min_months >= $least)
ORDER BY strength, min_months NULLS LAST, date_posted DESC NULLS LAST, posting
LIMIT $limit
"""  # noqa: S608  (put together from constants)

_THRESHOLDS_OF_ROLE: Final = f"""
WITH RECURSIVE {_DEMANDS}, {_OF_ROLE},
stated AS (
    SELECT q.min_months, q.modality,
           count(DISTINCT demand.posting) AS postings,
           min((demand.posting, q.start, q."end")) AS example
    FROM demand SEMI JOIN mine USING (posting) JOIN "Requirement" AS q USING (id)
    WHERE q.min_months > 0
    GROUP BY ALL
)
SELECT min_months, modality, stated.postings, stated.postings / total.postings AS share,
       example[1] AS posting, example[2] AS start, example[3] AS "end"
FROM stated JOIN rank USING (modality), total
ORDER BY min_months, rank.place
"""  # noqa: S608  (put together from constants)


class SkillOfRole(NamedTuple):
    """A skill that postings for a role ask for or name.

    Attributes:
        skill: its id.
        label: its name.
        kind: what sort of skill it is.
        postings: how many of the role's postings name it.
        share: share of the role's postings that name it, 0 to 1.
        share_required: share that require it.
        median_months: median of the experience thresholds stated for it, None where there are none.
        because: a sentence that asks for it.
    """

    skill: str
    label: str
    kind: SkillKind | None
    postings: int
    share: float
    share_required: float
    median_months: float | None
    because: tuple[Evidence, ...]


class PostingAsking(NamedTuple):
    """A posting that asks for a skill.

    Attributes:
        posting: its id.
        title: job title.
        employer: who hires.
        date_posted: ISO 8601, or None.
        modality: how strongly it asks.
        min_months: least experience with the skill, None where none is stated.
        one_of: among how many alternatives it may be chosen; 1 means no choice.
        because: the sentence that asks for it.
    """

    posting: str
    title: str | None
    employer: str | None
    date_posted: str | None
    modality: Modality
    min_months: int | None
    one_of: int
    because: tuple[Evidence, ...]


class Threshold(NamedTuple):
    """A duration of experience that postings for a role ask for.

    Attributes:
        min_months: the threshold in months.
        modality: how strongly it is asked for.
        postings: how many of the role's postings state it; one may state several thresholds.
        share: share of the role's postings, 0 to 1.
        because: a sentence that states it.
    """

    min_months: int
    modality: Modality
    postings: int
    share: float
    because: tuple[Evidence, ...]


def skills_of_role(store: Store, role: str, *, limit: int = 20) -> Answer[SkillOfRole]:
    """List the skills that postings for a role name, the most frequent first.

    Args:
        store: the graph.
        role: id of the role.
        limit: how many skills at most.
    """
    rows = select(store, _SKILLS_OF_ROLE, {"role": role, "limit": limit})
    skills = [
        SkillOfRole(
            row["skill"],
            row["label"],
            row["kind"],
            row["postings"],
            row["share"],
            row["share_required"],
            row["median_months"],
            (reason,),
        )
        for row, reason in zip(rows, _reasons(store, rows), strict=True)
    ]
    return Answer(f"Which skills do postings for {role} ask for?", skills, SkillOfRole)


def postings_asking(
    store: Store,
    skill: str,
    *,
    at_most_months: int | None = None,
    at_least_months: int | None = None,
    limit: int = 20,
) -> Answer[PostingAsking]:
    """List the postings that ask for a skill.

    Those that require it come first, and of these those that ask for least experience with it;
    those that state no duration follow.

    Args:
        store: the graph.
        skill: id of the skill.
        at_most_months: leave out postings that ask for more experience with it, in months; one
            that states no duration stays.
        at_least_months: leave out postings that ask for less experience, or state none.
        limit: how many postings at most.
    """
    bounds = {"most": at_most_months, "least": at_least_months}
    rows = select(store, _POSTINGS_ASKING, {"skill": skill, "limit": limit, **bounds})
    postings = [
        PostingAsking(
            row["posting"],
            row["title"],
            row["employer"],
            row["date_posted"].isoformat() if row["date_posted"] else None,
            row["modality"],
            row["min_months"],
            row["one_of"],
            (reason,),
        )
        for row, reason in zip(rows, _reasons(store, rows), strict=True)
    ]
    words = " and ".join(
        f"at {bound} {months} months" for bound, months in bounds.items() if months is not None
    )
    question = f"Which postings ask for {skill}{' with ' + words if words else ''}?"
    return Answer(question, postings, PostingAsking)


def thresholds_of_role(store: Store, role: str) -> Answer[Threshold]:
    """List the experience thresholds that postings for a role state, the lowest first.

    Args:
        store: the graph.
        role: id of the role.
    """
    rows = select(store, _THRESHOLDS_OF_ROLE, {"role": role})
    thresholds = [
        Threshold(row["min_months"], row["modality"], row["postings"], row["share"], (reason,))
        for row, reason in zip(rows, _reasons(store, rows), strict=True)
    ]
    return Answer(f"How much experience do postings for {role} ask for?", thresholds, Threshold)


def _reasons(store: Store, rows: list[dict[str, Any]]) -> list[Evidence]:
    return evidences(store, ((row["posting"], row["start"], row["end"]) for row in rows))
