"""Show what the tables may lack or hold too much of, for a person to read and decide.

``python -m skillweave.ontology.importers.candidates --shared DIR`` prints three lists, the most
frequent first: tags that employers gave and no concept has, labels of ESCO and O*NET that postings
write and no concept has, and the names of the taxonomy that stand in most postings (where a common
word shows itself). Nothing is written.
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import ahocorasick_rs

from skillweave.ontology.concepts import Taxonomy, fold
from skillweave.ontology.importers import postings as collections
from skillweave.ontology.importers import sources

SAMPLE: Final = 6000
"""Postings read; enough for names that stand in one of a thousand."""

_LONGEST_LABEL: Final = 4
"""Labels of ESCO with more words do not stand in postings."""


def unknown_tags(postings: Path, known: set[str]) -> Counter[str]:
    """Employer-entered tags that no concept has, folded, and how many postings have each."""
    counts: Counter[str] = Counter()
    for tags in (collections.dice_tags(postings), collections.linkedin_tags(postings)):
        for tag, count in tags.items():
            if (key := fold(tag)) and key not in known:
                counts[key] += count
    return counts


def unknown_labels(taxonomies: Path, known: set[str]) -> set[str]:
    """Labels of ESCO skills and O*NET software that no concept has, in small letters."""
    labels = {
        name
        for skill in sources.esco_skills(taxonomies)
        for name in (skill.label, *skill.aliases)
        if len(name.split()) <= _LONGEST_LABEL
    }
    labels.update(
        tool.name.removesuffix(" software") for tool in sources.onet_technologies(taxonomies)
    )
    return {label.casefold() for label in labels if fold(label) not in known}


def document_frequency(names: Iterable[str], texts: Iterable[str]) -> Counter[str]:
    """In how many texts each name stands as a word, in any case."""
    keys = sorted({name.casefold() for name in names if name})
    automaton = ahocorasick_rs.AhoCorasick(keys, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    counts: Counter[str] = Counter()
    for text in texts:
        small = f" {text.casefold()} "
        counts.update(
            {
                keys[index]
                for index, start, end in automaton.find_matches_as_indexes(small)
                if not small[start - 1].isalnum() and not small[end].isalnum()
            }
        )
    return counts


def main() -> None:
    """Parse the arguments and print the three lists."""
    parser = argparse.ArgumentParser(prog="python -m skillweave.ontology.importers.candidates")
    parser.add_argument("--shared", type=Path, required=True, help="folder of the sources")
    parser.add_argument("--top", type=int, default=300, help="how many of each list")
    parser.add_argument("--seed", type=int, default=0, help="which postings are sampled")
    arguments = parser.parse_args()
    taxonomy = Taxonomy.builtin()
    names = [name.name for name in taxonomy.names()]
    known = {
        fold(name)
        for concept in taxonomy
        if concept.id.startswith("skill/")
        for name in (concept.label, *concept.aliases)
    }
    texts = list(collections.texts(arguments.shared / "postings"))
    chosen = random.Random(arguments.seed).sample(texts, min(SAMPLE, len(texts)))  # noqa: S311
    labels = unknown_labels(arguments.shared / "taxonomies", known)
    for title, counts in (
        ("Tags that no concept has", unknown_tags(arguments.shared / "postings", known)),
        ("Labels that no concept has", document_frequency(labels, chosen)),
        ("Names of the taxonomy", document_frequency(names, chosen)),
    ):
        print(f"\n{title}")
        for name, count in counts.most_common(arguments.top):
            print(f"{count:6} {name}")


if __name__ == "__main__":
    main()
