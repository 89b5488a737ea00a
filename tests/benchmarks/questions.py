"""How fast questions are on a generated graph, each beside a peer in the same run.

    python tests/benchmarks/questions.py [--postings 100000] [--gds DIRECTORY] [--slow]
                                         [--alone]

Warm: what a graph needs once (arrays, weights, associations) is made before and shown apart. Each
question is asked about fifteen names, or as often as its peer can bear; figures are medians in
milliseconds, evidence not read. Peers are networkx and plain scipy on the same edges; with --gds, a
directory of the jars of Neo4j's Graph Data Science, also its node similarity on a Neo4j server that
is started for it. --slow asks peers that take minutes too; --alone asks none, as a million postings
leave them no memory.
"""

import argparse
import resource
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.generated import Size, generated_view
from benchmarks.relation_questions import preparations, relation_questions
from benchmarks.timing import prepare, report
from skillweave.queries.view import View


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--postings", type=int, default=100_000)
    parser.add_argument("--gds", type=Path, help="directory of the jars of Graph Data Science")
    parser.add_argument("--slow", action="store_true", help="ask peers that take minutes")
    parser.add_argument("--alone", action="store_true", help="ask no peer; for large graphs")
    options = parser.parse_args()
    with TemporaryDirectory() as workspace:
        view: View = generated_view(Size(postings=options.postings), Path(workspace))
        prepare(preparations(view))
        report(relation_questions(view, gds=options.gds, slow=options.slow), alone=options.alone)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"most memory of this process, tables, peers and all: {peak:.1f} GB")


if __name__ == "__main__":
    main()
