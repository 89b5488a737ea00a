"""Do similar roles agree with the occupations that O*NET calls related?

    python tests/benchmarks/related_occupations.py DIRECTORY

DIRECTORY holds "Technology Skills.txt.gz" and "Career Changers Matrix.txt.gz" of an O*NET database
(https://www.onetcenter.org/database.html, CC BY 4.0). A graph is made in which each occupation is a
role with one posting that names its technology skills; the commodity that O*NET files a skill under
is the skill's heading. For each occupation the ten roles that ``similar_roles`` puts first are held
against those that the matrix lists, and so are the ten by the Jaccard coefficient and by the cosine
of the same occupations' sets of skills.

The weighting was chosen on one half of the occupations, told apart by a checksum of their codes;
what counts is the other half. Exit code 1 if it is not better than both there.
"""

import argparse
import csv
import gzip
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast
from zlib import crc32

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.generated import TableStore, edges, table
from skillweave.graph.store import Store
from skillweave.queries.similarity import similar_roles
from skillweave.queries.view import View

TOP = 10

Rows = list[dict[str, str]]
FloatMatrix = npt.NDArray[np.float64]


def read(path: Path) -> Rows:
    """The rows of one of O*NET's text files."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def occupations_view(technology: Rows, workspace: Path) -> View:
    """A graph of occupations as roles, each with one posting that requires its skills."""
    codes = sorted({row["O*NET-SOC Code"] for row in technology})
    examples = sorted({row["Example"] for row in technology})
    titles = sorted({row["Commodity Title"] for row in technology})
    skill = {name: f"skill/{number}" for number, name in enumerate(examples)}
    heading = {name: f"skill/heading-{number}" for number, name in enumerate(titles)}
    named = sorted({(row["O*NET-SOC Code"], skill[row["Example"]]) for row in technology})
    filed = sorted({(skill[row["Example"]], heading[row["Commodity Title"]]) for row in technology})
    count = len(codes)
    postings = [f"posting/{code}" for code in codes]
    demands = [f"posting/{code}#req-0-0" for code in codes]
    tables = {
        "Skill": table("Skill", id=[*skill.values(), *heading.values()], label=examples + titles),
        "Role": table("Role", id=[f"role/{code}" for code in codes], label=codes),
        "Posting": table("Posting", id=postings),
        "Requirement": table(
            "Requirement",
            id=demands,
            kind=["skill"] * count,
            modality=["required"] * count,
            logic=["all"] * count,
            start=[0] * count,
            end=[0] * count,
        ),
        "BROADER": edges("BROADER", *map(list, zip(*filed, strict=True))),
        "FOR_ROLE": edges("FOR_ROLE", postings, [f"role/{code}" for code in codes]),
        "HAS_REQUIREMENT": edges("HAS_REQUIREMENT", postings, demands),
        "OPTION": edges(
            "OPTION", [f"posting/{code}#req-0-0" for code, _ in named], [to for _, to in named]
        ),
    }
    return View(cast(Store, TableStore(tables, workspace)))


def related(matrix: Rows, codes: set[str]) -> dict[str, set[str]]:
    """The occupations that the matrix lists for each, as far as they have skills."""
    found: dict[str, set[str]] = {}
    for row in matrix:
        one, other = row["O*NET-SOC Code"], row["Related O*NET-SOC Code"]
        if {one, other} <= codes:
            found.setdefault(one, set()).add(other)
    return found


def plain(technology: Rows) -> tuple[list[str], FloatMatrix, FloatMatrix]:
    """Codes, and the Jaccard coefficients and cosines of their sets of skills."""
    codes = sorted({row["O*NET-SOC Code"] for row in technology})
    examples = sorted({row["Example"] for row in technology})
    has = np.zeros((len(codes), len(examples)))
    place, column = ({name: n for n, name in enumerate(names)} for names in (codes, examples))
    for row in technology:
        has[place[row["O*NET-SOC Code"]], column[row["Example"]]] = 1
    shared, sizes = has @ has.T, has.sum(axis=1)
    jaccard = shared / (sizes[:, None] + sizes - shared)
    cosine = shared / np.sqrt(sizes[:, None] * sizes)
    return codes, jaccard, cosine


def recall(wanted: dict[str, set[str]], given: Callable[[str], list[str]]) -> float:
    """Share of the related occupations that are among the ten given, the mean over occupations."""
    found = [
        len(others & set(given(code))) / min(TOP, len(others)) for code, others in wanted.items()
    ]
    return float(np.mean(found))


def nearest(codes: list[str], scores: FloatMatrix) -> Callable[[str], list[str]]:
    """Gives the ten other occupations with the highest scores."""
    place = {code: n for n, code in enumerate(codes)}

    def top(code: str) -> list[str]:
        order = np.argsort(-scores[place[code]], kind="stable")
        return [codes[n] for n in order if n != place[code]][:TOP]

    return top


def main() -> int:
    """Run it; returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("directory", type=Path)
    directory = parser.parse_args().directory
    technology = read(directory / "Technology Skills.txt.gz")
    codes, jaccard, cosine = plain(technology)
    wanted = related(read(directory / "Career Changers Matrix.txt.gz"), set(codes))
    with TemporaryDirectory() as workspace:
        view = occupations_view(technology, Path(workspace))
        ways: dict[str, Callable[[str], list[str]]] = {
            "similar_roles": lambda code: [
                row.label for row in similar_roles(view, f"role/{code}", limit=TOP)
            ],
            "plain Jaccard": nearest(codes, jaccard),
            "plain cosine": nearest(codes, cosine),
        }
        halves = [
            {code: others for code, others in wanted.items() if crc32(code.encode()) % 2 == half}
            for half in (0, 1)
        ]
        print(f"recall at {TOP}: {len(codes)} occupations, {len(wanted)} with related ones")
        print(f"{'':<16}{'chosen on':>12}{'held back':>12}")
        print(f"{'occupations':<16}{len(halves[0]):>12}{len(halves[1]):>12}")
        held_back = {}
        for name, given in ways.items():
            chosen_on, held_back[name] = (recall(half, given) for half in halves)
            print(f"{name:<16}{chosen_on:>12.4f}{held_back[name]:>12.4f}")
    ours = held_back.pop("similar_roles")
    return 0 if ours > max(held_back.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
