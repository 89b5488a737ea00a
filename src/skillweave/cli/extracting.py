"""What `skillweave extract` prints: Records on standard output, rejects on standard error."""

import sys
from collections.abc import Sequence

from skillweave._extract import record_lines
from skillweave._inputs import present_inputs
from skillweave._processes import processes_for
from skillweave.cli.columns import column_mapping
from skillweave.cli.console import messages
from skillweave.loaders.extraction.reader import ReaderName
from skillweave.loaders.posting import Reject
from skillweave.loaders.sources import read_postings


def print_records(
    inputs: list[str],
    *,
    columns: Sequence[str],
    source: str | None,
    processes: int | None,
    reader: ReaderName | None,
) -> int:
    """Print a Record for each posting, in the order of the input.

    Returns:
        How many items could not be read.
    """
    names = present_inputs(inputs)
    postings = read_postings(names, columns=column_mapping(columns), source=source)
    processes = processes or processes_for(names)
    rejected = 0
    output = sys.stdout.buffer
    for item in record_lines(postings, processes=processes, reader=reader):
        if isinstance(item, Reject):
            rejected += 1
            report(item)
        else:
            output.write(item)
    output.flush()
    if rejected:
        messages().print(f"{rejected:,} rejected", markup=False)
    return rejected


def report(reject: Reject) -> None:
    """Say on standard error what could not be read, in a line."""
    where = ", ".join(part for part in (reject.file, reject.position) if part)
    advice = f" ({reject.next_step})" if reject.next_step else ""
    messages().print(f"rejected: {where}: {reject.reason}{advice}", markup=False)
