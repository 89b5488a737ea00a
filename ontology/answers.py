"""What people answer about facts that the reading is not sure of.

An answer is kept beside the graph, keyed by what it is about: a stretch of the text of one posting
in one wording, or a candidate concept wherever it stands. It wins over extraction, today's and any
later one, and no longer fits when the text of its posting is another.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from skillweave.ontology.vocabulary import Modality, PayPeriod, SkillKind

Subject = Literal["skill", "experience", "pay", "concept"]
"""What an answer is about: a fact at its place in a posting, or a candidate concept."""

Verdict = Literal["accept", "reject", "correct"]
"""It is so; it is not so; it is so with these values. Of a candidate concept: it is a skill of its
own; it is no skill; it is another name of a listed one, or a skill under another label or kind."""


class Answer(BaseModel):
    """One answer.

    Attributes:
        about: what it is about.
        verdict: what the person says.
        posting: id of the posting's node; None for a concept.
        text_sha256: digest of the text that the offsets refer to; None for a concept.
        start: first offset of the fact.
        end: offset after its last character.
        quote: what stands there.
        candidate: id of the candidate concept; None for a fact.
        concept: id of the concept that is meant; None where none is listed.
        label: what it is called.
        kind: what sort of skill it is.
        modality: how strongly it is asked for.
        min: lower bound of pay.
        max: upper bound of pay.
        currency: ISO 4217 code.
        period: the time that the pay covers.
        min_months: lower bound of experience.
        max_months: upper bound of experience.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    about: Subject
    verdict: Verdict
    posting: str | None = None
    text_sha256: str | None = None
    start: Annotated[int, Field(ge=0)] | None = None
    end: Annotated[int, Field(ge=0)] | None = None
    quote: str = ""
    candidate: str | None = None
    concept: str | None = None
    label: str | None = None
    kind: SkillKind | None = None
    modality: Modality | None = None
    min: float | None = None
    max: float | None = None
    currency: str | None = None
    period: PayPeriod | None = None
    min_months: Annotated[int, Field(ge=0)] | None = None
    max_months: Annotated[int, Field(ge=0)] | None = None

    @property
    def key(self) -> str:
        """What it is about, as one string: a later answer with an equal key replaces it."""
        if self.about == "concept":
            return f"concept {self.candidate}"
        return f"{self.about} {self.posting} {self.start}-{self.end} {self.text_sha256}"

    @property
    def span(self) -> tuple[int, int]:
        """Where the fact stands; (0, 0) for a concept."""
        return self.start or 0, self.end or 0
