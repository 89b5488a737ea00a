"""One posting's requirements as trees that can be walked, told and reckoned with.

Judging all postings at once needs no tree; saying what is missing in one of them does. The trees
here are read from the same arrays, so they say what the judgement says.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from skillweave.graph.arrays.numbering import Numbers
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
    """The requirements of a posting in the order of its text, judged.

    Args:
        judgement: what a person meets.
        posting: number of the posting.
    """
    forest = judgement.forest
    arrays = forest.arrays
    bounds = arrays.requirements_of_posting
    first, last = int(bounds[posting]), int(bounds[posting + 1])
    parts: dict[int, list[int]] = {}
    roots = []
    for row in range(first, last):
        parent = int(forest.parent[row])
        if parent < 0:
            roots.append(row)
        else:
            parts.setdefault(parent, []).append(row)
    return [_tree(judgement, row, parts) for row in roots]


def _tree(judgement: Judgement, row: int, parts: dict[int, list[int]]) -> Tree:
    forest, arrays = judgement.forest, judgement.forest.arrays
    options = _named(
        arrays.column("options", "requirement"), arrays.column("options", "skill"), row
    )
    fields = _named(
        arrays.column("required_fields", "requirement"),
        arrays.column("required_fields", "field"),
        row,
    )
    atom = Atom(int(arrays.column("requirements", "atom")[row]))
    threshold = int(forest.threshold[row])
    off = int(judgement.deductions[forest.excludes[row]])
    if atom is Atom.EDUCATION:
        atom_met = row in judgement.education_met
    else:
        total = judgement.person.months_total
        atom_met = atom is Atom.EXPERIENCE and total >= 0 and total - off >= threshold
    return Tree(
        row,
        KINDS[int(arrays.column("requirements", "kind")[row])],  # type: ignore[arg-type]
        MODALITIES[int(forest.modality[row])],  # type: ignore[arg-type]
        int(forest.need[row]),
        int(arrays.column("requirements", "children")[row]),
        int(forest.months[row]),
        threshold,
        options,
        tuple(_tree(judgement, part, parts) for part in parts.get(row, ())),
        atom,
        int(arrays.column("requirements", "levels")[row]),
        fields,
        bool(arrays.column("requirements", "open_list")[row]),
        bool(judgement.met[row]),
        atom_met,
        tuple(_option_met(judgement, skill, threshold, off) for skill in options),
    )


def _named(owner: Numbers, named: Numbers, row: int) -> tuple[int, ...]:
    first, last = np.searchsorted(owner, [row, row + 1])
    return tuple(named[first:last].tolist())


def _option_met(judgement: Judgement, skill: int, threshold: int, off: int) -> bool:
    if judgement.assumed:
        kind = judgement.forest.arrays.tables["skills"]["kind"][skill].as_py()
        if kind in judgement.assumed:
            return True
    months = judgement.person.has(skill)
    return months is not None and max(months, 0) - off >= threshold


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
