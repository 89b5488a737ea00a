"""Choose the syntax of a response from what a client accepts (RFC 9110, section 12.5.1)."""

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple, TypeAlias

from skillweave.graph.sparql.formats import FormatName, Kind, syntaxes

Choice: TypeAlias = FormatName | Literal["html"]
"""A syntax, or a page."""

_HTML_TYPES: Final = ("text/html", "application/xhtml+xml")


class _Range(NamedTuple):
    # A media range of an Accept header with its quality.
    main: str
    sub: str
    quality: float

    def fits(self, media_type: str) -> int:
        """How exactly it names a media type, from 1 to 3; 0 if it does not."""
        main, _, sub = media_type.partition("/")
        if (self.main, self.sub) == (main, sub):
            return 3
        if self.main == main and self.sub == "*":
            return 2
        return int(self.main == "*" and self.sub == "*")


def choose(accept: str | None, kind: Kind) -> Choice | None:
    """The syntax of an answer that a client likes best, or None if it accepts none.

    Pages are only for those who ask for them by name. Among equals our own order decides.

    >>> choose("application/sparql-results+xml, application/json;q=0.5", "rows")
    'xml'
    >>> choose(None, "graph"), choose("text/html,*/*;q=0.8", "rows"), choose("image/png", "rows")
    ('ttl', 'html', None)
    """
    ranges = _parse(accept if accept and accept.strip() else "*/*")
    best: Choice | None = None
    best_quality = 0.0
    for syntax in syntaxes(kind):
        quality = max(_quality(ranges, media_type) for media_type in syntax.media_types)
        if quality > best_quality:
            best, best_quality = syntax.name, quality
    named = [found for found in ranges if "*" not in (found.main, found.sub)]
    if max(_quality(named, media_type) for media_type in _HTML_TYPES) >= max(best_quality, 0.001):
        return "html"
    return best


def content_type(name: FormatName, kind: Kind) -> str:
    """The value of Content-Type for a syntax."""
    media_type = next(s.media_types[0] for s in syntaxes(kind) if s.name == name)
    return media_type + ("; charset=utf-8" if media_type.startswith("text/") else "")


def _parse(accept: str) -> list[_Range]:
    ranges = []
    for item in accept.lower().split(","):
        media_range, *parameters = (part.strip() for part in item.split(";"))
        main, slash, sub = media_range.partition("/")
        if slash:
            ranges.append(_Range(main, sub, _quality_of(parameters)))
    return ranges


def _quality_of(parameters: Iterable[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def _quality(ranges: Iterable[_Range], media_type: str) -> float:
    # The most exact range that fits decides.
    found = [(r.fits(media_type), r.quality) for r in ranges if r.fits(media_type)]
    return max(found)[1] if found else 0.0
