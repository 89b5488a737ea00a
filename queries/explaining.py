"""One posting's requirements as trees that can be walked, told and reckoned with.

Judging all postings at once needs no tree; saying what is missing in one of them does. The trees
here are read from the same arrays, so they say what the judgement says.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from skillweave.graph.arrays import Arrays
from skillweave.graph.arrays.trees import KINDS, MODALITIES, Atom
from skillweave.ontology.vocabulary import EDUCATION_LEVELS, Modality, RequirementKind
from skillweave.queries.judging import Forest, Judgement

WORDS_OF_LEVELS: Final = {
    "high_school": "high school",
    "vocational": "vocational training",
    "associate": "associate degree",
    "bachelor": "bachelor's degree",
    "master": "master's degree",
    "doctorate": "doctorate",
    "professional": "first professional degree",
    "unspecified": "degree",
}
"""Levels of education as people write them."""


@dataclass(frozen=True)
class Tree:
    """A requirement with what it names and its parts.

    Attributes:
        row: its number in the arrays.
        kind: what it demands.
        modality: how strongly.
        need: how many of its children have to be met.
        children: how many there are: options, parts, and education or experience in total.
        months: least experience, -1 where none is stated.
        threshold: least months that do; one more than ``months`` where these are too little.
        options: numbers of the skills that it names.
        parts: nested requirements.
        atom: whether it asks for education or experience in total beside.
        levels: levels of education that do, as bits.
        fields: numbers of the fields of study that do.
        open_list: whether fields like these do.
        met: whether the person meets it.
        atom_met: whether the person meets the education or experience in total.
        options_met: which of its options the person meets.
    """

    row: int
    kind: RequirementKind
    modality: Modality
    need: int
    children: int
    months: int
    threshold: int
    options: tuple[int, ...]
    parts: tuple["Tree", ...]
    atom: Atom
    levels: int
    fields: tuple[int, ...]
    open_list: bool
    met: bool
    atom_met: bool
    options_met: tuple[bool, ...]


def trees_of(judgement: Judgement, posting: int) -> list[Tree]:
    """The requirements of a posting in the order of its text, judged one by one.

    Args:
        judgement: who is held against it.
        posting: number of the posting.

    Cost: what the posting's own requirements take; nothing is done for other postings.
    """
    forest = judgement.forest
    bounds = forest.arrays.requirements_of_posting
    first, last = int(bounds[posting]), int(bounds[posting + 1])
    parents = forest.parent[first:last].tolist()
    parts: dict[int, list[int]] = {}
    for row, parent in enumerate(parents, first):
        if parent >= 0:
            parts.setdefault(parent, []).append(row)
    roots = [row for row, parent in enumerate(parents, first) if parent < 0]
    return [_tree(judgement, row, parts) for row in roots]


def _tree(judgement: Judgement, row: int, parts: dict[int, list[int]]) -> Tree:
    forest, arrays = judgement.forest, judgement.forest.arrays
    options = _named(arrays, "options", "skill", row)
    fields = _named(arrays, "required_fields", "field", row)
    threshold = int(forest.threshold[row])
    off = int(judgement.deductions[forest.excludes[row]])
    atom = Atom(int(arrays.column("requirements", "atom")[row]))
    atom_met = _atom_met(judgement, row, atom, threshold + off)
    options_met = tuple(_option_met(judgement, skill, threshold + off) for skill in options)
    inner = tuple(_tree(judgement, part, parts) for part in parts.get(row, ()))
    need = int(forest.need[row])
    return Tree(
        row,
        KINDS[int(arrays.column("requirements", "kind")[row])],  # type: ignore[arg-type]
        MODALITIES[int(forest.modality[row])],  # type: ignore[arg-type]
        need,
        int(arrays.column("requirements", "children")[row]),
        int(forest.months[row]),
        threshold,
        options,
        inner,
        atom,
        int(arrays.column("requirements", "levels")[row]),
        fields,
        bool(arrays.column("requirements", "open_list")[row]),
        sum(options_met) + atom_met + sum(part.met for part in inner) >= need,
        atom_met,
        options_met,
    )


def _named(arrays: Arrays, table: str, column: str, row: int) -> tuple[int, ...]:
    owner = arrays.column(table, "requirement")
    # Of the same type as the column: otherwise all of it would be converted first.
    first, last = np.searchsorted(owner, np.array([row, row + 1], dtype=owner.dtype))
    return tuple(arrays.column(table, column)[first:last].tolist())


def _atom_met(judgement: Judgement, row: int, atom: Atom, months: int) -> bool:
    person = judgement.person
    if atom is Atom.EDUCATION:
        return judgement.forest.education_does(person.levels, person.fields.tolist(), row)
    return atom is Atom.EXPERIENCE and person.months_total >= max(months, 0)


def _option_met(judgement: Judgement, skill: int, months: int) -> bool:
    if judgement.assumed and judgement.forest.kind_of_skill[skill] in judgement.assumed:
        return True
    has = judgement.person.has(skill)
    return has is not None and max(has, 0) >= months


def said(forest: Forest, tree: Tree) -> str:
    """What a requirement demands, in words."""
    words = [_skill_words(forest, tree, skill) for skill in tree.options]
    words += [
        f"({said(forest, part)})" if part.children > 1 else said(forest, part)
        for part in tree.parts
    ]
    if tree.atom is not Atom.NOTHING:
        words.append(_atom_words(forest, tree))
    if len(words) == 1:
        return words[0]
    if tree.need == len(words):
        return (
            " and ".join(words) if len(words) == 2 else ", ".join(words[:-1]) + " and " + words[-1]
        )
    joined = " or ".join(words) if len(words) == 2 else ", ".join(words[:-1]) + " or " + words[-1]
    return joined if tree.need == 1 else f"{tree.need} of {joined}"


def lacking(forest: Forest, judgement: Judgement, tree: Tree) -> str:
    """What a person lacks of a requirement, in words; nothing if it is met."""
    if tree.met:
        return ""
    words = [
        _lacking_skill(forest, judgement, tree, skill)
        for skill, met in zip(tree.options, tree.options_met, strict=True)
        if not met
    ]
    words += [lacking(forest, judgement, part) for part in tree.parts if not part.met]
    if tree.atom is not Atom.NOTHING and not tree.atom_met:
        words.append(_atom_words(forest, tree))
    met = tree.children - len(words)
    short = tree.need - met
    if short == len(words):
        return "; ".join(words)
    return (" or " if short == 1 else f", {short} of these, ").join(words)


def _skill_words(forest: Forest, tree: Tree, skill: int) -> str:
    label = forest.arrays.label("skills", skill)
    return f"{label} for {tree.threshold} months" if tree.threshold > 0 else label


def _lacking_skill(forest: Forest, judgement: Judgement, tree: Tree, skill: int) -> str:
    months = judgement.person.has(skill)
    words = _skill_words(forest, tree, skill)
    if months is None:
        return words
    return f"{words} (has {months})" if months >= 0 else f"{words} (has it, months not stated)"


def _atom_words(forest: Forest, tree: Tree) -> str:
    if tree.atom is Atom.EXPERIENCE:
        return f"{tree.threshold} months of experience"
    levels = [name for place, name in enumerate(EDUCATION_LEVELS) if tree.levels >> place & 1]
    words = " or ".join(WORDS_OF_LEVELS[level] for level in levels) or "degree"
    if not tree.fields:
        return words
    fields = " or ".join(forest.arrays.label("fields", field) for field in tree.fields)
    return f"{words} in {fields}{' or a related field' if tree.open_list else ''}"
