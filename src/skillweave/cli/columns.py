"""The option ``--columns``, and what ``--explain-columns`` prints."""

from collections.abc import Sequence

from skillweave._inputs import present_inputs
from skillweave.cli.answers import Format, print_rows
from skillweave.loaders.formats.columns import ColumnMapping, Guess
from skillweave.loaders.sources import explain_columns
from skillweave.ontology.errors import UsageError


def column_mapping(values: Sequence[str]) -> ColumnMapping | None:
    """Read which column holds what.

    Args:
        values: ``FIELD=COLUMN`` each, or one name of a TOML, JSON or YAML file; none for no
            mapping.

    Raises:
        UsageError: they are neither, or a field is unknown.
        InputError: the file cannot be read.

    >>> column_mapping(["title=Job name", "description=Details"]).columns["title"]
    ('Job name',)
    """
    if not values:
        return None
    if len(values) == 1 and "=" not in values[0]:
        return ColumnMapping.from_file(values[0])
    return ColumnMapping.from_flags(values)


def print_guesses(inputs: list[str], columns: Sequence[str], format: Format) -> None:
    """Print what each column of each input is taken for, and why."""
    mapping = column_mapping(columns)
    rows = [
        {"file": name, **guess._asdict()}
        for name in present_inputs(inputs)
        for guess in explain_columns(name, mapping)
    ]
    if not rows:
        raise UsageError("there are no columns: --explain-columns is for tables and JSON dumps")
    shown = ("file", *Guess._fields) if len(inputs) > 1 else Guess._fields
    print_rows(shown, rows, format)
