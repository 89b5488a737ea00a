"""Answers as pictures, where people would rather look: bars, lines, and drawn paths.

``picture`` draws an answer with matplotlib; what is drawn is what the rows hold and nothing else.
"""

import io
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from skillweave.ontology.errors import MissingExtra, UsageError
from skillweave.queries.answer import Answer

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FORMATS: Final = ("svg", "png", "html")
"""What files a picture can be written to, by their suffixes."""

_WIDTH: Final = 9.0
_INCHES_A_BAR: Final = 0.32
_BLUE, _GREY, _RED = "#2b6cb0", "#a0aec0", "#c05621"


def picture(answer: Answer[Any]) -> "Figure":
    """Draw an answer.

    Args:
        answer: of a question that has a picture: see :data:`DRAWN`.

    Raises:
        UsageError: there is no picture of such an answer, or it has no rows.
        MissingExtra: matplotlib is not installed.
    """
    name = answer.row_type.__name__
    if name not in DRAWN:
        raise UsageError(f"there is no picture of this answer; there is one of {_drawn_names()}")
    if not answer.rows:
        raise UsageError(f"there is nothing to draw: {answer.note or 'the answer has no rows'}")
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise MissingExtra("matplotlib", extra="plots", purpose="a picture") from None
    figure = Figure(figsize=(_WIDTH, _height(answer)), layout="constrained")
    axes = figure.subplots()
    DRAWN[name][1](axes, answer.rows)
    axes.set_title(answer.question, loc="left", fontsize=11, wrap=True)
    return figure


def save(answer: Answer[Any], path: str | Path) -> None:
    """Draw an answer into a file.

    Args:
        answer: the answer.
        path: a file that ends in .svg, .png or .html (a page that holds the picture and the rows,
            and needs nothing else).

    Raises:
        UsageError: it ends otherwise, or the answer cannot be drawn.
        MissingExtra: matplotlib is not installed.
    """
    suffix = Path(path).suffix.lower().lstrip(".")
    if suffix not in FORMATS:
        raise UsageError(f"a picture is written to .{', .'.join(FORMATS)}, not to {path}")
    figure = picture(answer)
    if suffix == "png":
        figure.savefig(path, format=suffix, dpi=150, metadata={"Software": "skillweave"})
        return
    drawing = _svg(figure)
    Path(path).write_text(_page(answer, drawing) if suffix == "html" else drawing, "utf-8")


def svg(answer: Answer[Any]) -> str:
    """Draw an answer as SVG text.

    Raises:
        UsageError: the answer cannot be drawn.
        MissingExtra: matplotlib is not installed.
    """
    return _svg(picture(answer))


_UNDATED: Final[dict[str, Any]] = {"Date": None, "Creator": "skillweave"}
"""So that the same answer gives the same bytes."""


def _svg(figure: "Figure") -> str:
    import matplotlib

    text = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": "skillweave", "svg.fonttype": "none"}):
        figure.savefig(text, format="svg", metadata=_UNDATED)
    return text.getvalue()


def _page(answer: Answer[Any], drawing: str) -> str:
    drawing = drawing[drawing.index("<svg") :]
    note = f"<p>{escape(answer.note)}</p>" if answer.note else ""
    return (
        "<!doctype html><html lang='en'><meta charset='utf-8'>"
        f"<title>{escape(answer.question)}</title>"
        "<style>body{font:15px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;"
        "padding:0 1rem}table{border-collapse:collapse}td,th{padding:.2rem .6rem;"
        "text-align:left;border-bottom:1px solid #ddd}svg{max-width:100%;height:auto}</style>"
        f"{drawing}{note}{answer.frame(why=False)._repr_html_()}</html>"
    )


def _height(answer: Answer[Any]) -> float:
    return max(3.0, 1.4 + _INCHES_A_BAR * len(answer))


def _drawn_names() -> str:
    return ", ".join(dict.fromkeys(question for question, _ in DRAWN.values()))


def _bars(
    axes: "Axes",
    names: Sequence[str],
    values: Sequence[float],
    *,
    label: str,
    color: str = _BLUE,
    height: float = 0.7,
    shift: float = 0.0,
) -> None:
    places = [place + shift for place in range(len(names))]
    axes.barh(places, values, height=height, color=color, label=label)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    _plain(axes)


def _plain(axes: "Axes") -> None:
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def _gap(axes: "Axes", rows: Sequence[Any]) -> None:
    names = [row.label for row in rows]
    _bars(axes, names, [row.share for row in rows], label="asked for", color=_GREY)
    _bars(axes, names, [row.gap for row in rows], label="gap", color=_RED, height=0.35)
    axes.set_xlabel("share of the role's postings")
    axes.legend(frameon=False)


def _pay(axes: "Axes", rows: Sequence[Any]) -> None:
    # Amounts in several currencies share no axis: each is drawn beside its own median.
    names = [f"{row.currency} ({row.postings:,})" for row in rows]
    for place, row in enumerate(rows):
        low, first, third, high = (
            value / row.median
            for value in (row.low, row.first_quartile, row.third_quartile, row.high)
        )
        axes.plot([low, high], [place, place], color=_GREY, linewidth=1)
        axes.barh(place, third - first, left=first, height=0.5, color=_BLUE)
        axes.plot([1, 1], [place - 0.25, place + 0.25], color="white", linewidth=2)
        axes.annotate(f"{row.median:,.0f}", (1, place - 0.32), ha="center", fontsize=9)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.6)
    axes.set_xlabel("pay as a multiple of the median; the box holds the middle half")
    _plain(axes)


def _trend(axes: "Axes", rows: Sequence[Any]) -> None:
    periods = [row.period for row in rows]
    axes.plot(periods, [row.share for row in rows], color=_BLUE, marker="o", markersize=4)
    axes.set_ylabel("share of postings")
    axes.set_ylim(bottom=0)
    step = max(1, len(periods) // 12)
    axes.set_xticks(range(0, len(periods), step), periods[::step], rotation=45, ha="right")
    _plain(axes)


def _thresholds(axes: "Axes", rows: Sequence[Any]) -> None:
    months = sorted({row.min_months for row in rows})
    bottom = dict.fromkeys(months, 0)
    colors = {"required": _BLUE, "preferred": "#63b3ed", "duty": _GREY}
    for modality, color in colors.items():
        counts = {row.min_months: row.postings for row in rows if row.modality == modality}
        if counts:
            places = [months.index(n) for n in counts]
            axes.bar(
                places,
                list(counts.values()),
                bottom=[bottom[n] for n in counts],
                color=color,
                label=modality,
            )
            for n, count in counts.items():
                bottom[n] += count
    axes.set_xticks(range(len(months)), [str(n) for n in months])
    axes.set_xlabel("months of experience")
    axes.set_ylabel("postings")
    axes.legend(frameon=False)
    _plain(axes)


def _places(axes: "Axes", rows: Sequence[Any]) -> None:
    _bars(axes, [row.name for row in rows], [row.postings for row in rows], label="postings")
    for place, row in enumerate(rows):
        axes.annotate(f" {row.share:.0%}", (row.postings, place), va="center", fontsize=9)
    axes.set_xlabel("postings, and their share of all postings there")


def _similar_roles(axes: "Axes", rows: Sequence[Any]) -> None:
    _bars(axes, [row.label for row in rows], [row.score for row in rows], label="score")
    for place, row in enumerate(rows):
        axes.annotate(f" {', '.join(row.shared[:3])}", (row.score, place), va="center", fontsize=9)
    axes.set_xlabel("likeness, with the skills that tell it")
    axes.set_xlim(right=max(row.score for row in rows) * 1.9)


def _role_paths(axes: "Axes", rows: Sequence[Any]) -> None:
    for place, row in enumerate(rows):
        reached = [0.0]
        for step in row.steps:
            reached.append(reached[-1] + step.cost)
        axes.plot(reached, [place] * len(reached), color=_BLUE, marker="o")
        for name, cost in zip(row.path, reached, strict=True):
            axes.annotate(name, (cost, place - 0.12), rotation=20, fontsize=9)
    axes.set_yticks([])
    axes.set_ylim(len(rows) - 0.5, -1.0)
    axes.set_xlabel("what the way costs")
    axes.margins(x=0.2)
    axes.spines["left"].set_visible(False)
    _plain(axes)


def _families(axes: "Axes", rows: Sequence[Any]) -> None:
    _bars(axes, [row.name for row in rows], [row.postings for row in rows], label="postings")
    for place, row in enumerate(rows):
        axes.annotate(f" {row.skills:,} skills", (row.postings, place), va="center", fontsize=9)
    axes.set_xlabel("postings that name at least one of its skills")
    axes.margins(x=0.15)


DRAWN: Final[dict[str, tuple[str, Callable[["Axes", Sequence[Any]], None]]]] = {
    "Gap": ("gap", _gap),
    "Pay": ("pay", _pay),
    "Trend": ("trend", _trend),
    "Threshold": ("thresholds", _thresholds),
    "PlaceDemand": ("places", _places),
    "SimilarRole": ("similar-roles", _similar_roles),
    "RolePath": ("role-path", _role_paths),
    "Family": ("families", _families),
}
"""For the types of rows that can be drawn: the question's name, and what draws them."""
