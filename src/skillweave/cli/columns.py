"""The value of ``--columns``: a mapping on the command line, or a file that holds one."""

from pathlib import Path
from typing import Any

from skillweave.ontology.errors import UsageError


def column_map(value: str | None) -> dict[str, str] | None:
    """Read which column holds what.

    Args:
        value: ``field=column`` pairs with commas between them, or the path of a JSON or YAML file
            with an object of that form; None for no mapping.

    Raises:
        UsageError: it is neither.

    >>> column_map("title=Job name, text=Details")
    {'title': 'Job name', 'text': 'Details'}
    """
    if value is None:
        return None
    path = Path(value)
    if path.suffix.lower() in {".json", ".yaml", ".yml"}:
        return _from_file(path)
    pairs = [pair.partition("=") for pair in value.split(",") if pair.strip()]
    columns = {field.strip(): column.strip() for field, _, column in pairs}
    if not columns or not all(field and column for field, column in columns.items()):
        raise UsageError(
            f"--columns {value!r} is neither a file nor a list such as "
            "'title=Position,text=Details' (field=column)"
        )
    return columns


def _from_file(path: Path) -> dict[str, str]:
    import yaml  # reads JSON too; at first use, since few calls map columns

    try:
        columns: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no JSON or YAML"
        raise UsageError(f"--columns {path}: {reason}") from None
    if not isinstance(columns, dict) or not columns:
        raise UsageError(f'--columns {path}: expected an object such as {{"title": "Position"}}')
    return {str(field): str(column) for field, column in columns.items()}
