"""Command line: write ``ontology/data`` anew from the folder of sources."""

import argparse
from pathlib import Path

from skillweave.ontology.concepts import DATA
from skillweave.ontology.importers.build import build, write


def main() -> None:
    """Parse the arguments, build, write, say how much."""
    parser = argparse.ArgumentParser(prog="python -m skillweave.ontology.importers")
    parser.add_argument(
        "--shared",
        type=Path,
        required=True,
        help="folder that holds taxonomies/ and postings/",
    )
    parser.add_argument("--out", type=Path, default=DATA, help="where the data files go")
    arguments = parser.parse_args()
    files = build(arguments.shared)
    write(files, arguments.out)
    for name, content in files.items():
        print(f"{name}: {content.count(10)} lines, {len(content):,} bytes")


if __name__ == "__main__":
    main()
