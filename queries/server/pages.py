"""Pages for people who follow an IRI of the graph, or open the endpoint, in a browser.

Plain HTML without scripts, fonts or anything else from elsewhere. What a graph holds was written by
others: all of it is escaped, and only links to http(s) addresses are made links.
"""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from typing import Any, Final

import pyoxigraph as ox

from skillweave.graph.rdf.terms import node_id
from skillweave.graph.sparql.result import SparqlResult
from skillweave.ontology.schema import BASE_IRI, PREFIXES
from skillweave.queries.server.nodes import MENTIONS, Mention, Statement

_NAMES: Final = tuple(
    PREFIXES[prefix] + name
    for prefix, name in (
        ("skos", "prefLabel"), ("schema", "title"), ("schema", "name"), ("dcterms", "title"),
    )
)  # fmt: skip
_NAMESPACES: Final = sorted(PREFIXES.items(), key=lambda pair: -len(pair[1]))
_EXAMPLE: Final = """\
SELECT ?skill ?label (COUNT(?demand) AS ?demands) WHERE {
  ?demand sw:option ?skill .
  ?skill skos:prefLabel ?label .
}
GROUP BY ?skill ?label
ORDER BY DESC(?demands)
LIMIT 20"""
_STYLE: Final = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
  color: #1c1e21; background: #fff; }
h1 { font-size: 1.5rem; margin-bottom: 0; } h2 { font-size: 1.1rem; margin-top: 2rem; }
.iri, footer { color: #666; font-size: .85rem; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; } tr { border-top: 1px solid #ddd; }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0;
  overflow-wrap: anywhere; } th { font-weight: 500; width: 14rem; }
textarea { width: 100%; font: 14px/1.4 ui-monospace, monospace; box-sizing: border-box; }
a { color: #0b57a4; } ul { margin: 0; padding-left: 1.2rem; }
@media (prefers-color-scheme: dark) {
  body { color: #e4e6e9; background: #17191c; } a { color: #8ab8f0; } tr { border-color: #3a3d42; }
}
"""


def node_page(iri: str, statements: Sequence[Statement], mentions: Sequence[Mention]) -> str:
    """The page of a node: what is said of it, of its parts, and by whom it is named.

    Args:
        iri: its IRI.
        statements: about the node first, then about each part.
        mentions: nodes that point to it.
    """
    title = next(
        (s.value.value for name in _NAMES for s in statements if s.predicate == name
         and s.subject == iri),
        node_id(iri),
    )  # fmt: skip
    parts = [f'<h1>{escape(title)}</h1><p class="iri">{escape(iri)}</p>']
    for subject, said in groupby(statements, key=lambda s: s.subject):
        if subject != iri:
            fragment = subject.partition("#")[2]
            parts.append(f'<h2 id="{escape(fragment)}">{escape(fragment or subject)}</h2>')
        parts.append(_statements(said))
    if mentions:
        most = f", {MENTIONS} at most" if len(mentions) >= MENTIONS else ""
        parts.append(f"<h2>Named by{most}</h2>{_mentions(mentions)}")
    links = ", ".join(
        f'<a href="?format={name}">{label}</a>'
        for name, label in (("ttl", "Turtle"), ("jsonld", "JSON-LD"), ("nt", "N-Triples"))
    )
    return _page(title, "".join(parts) + f"<footer><p>The same as {links}.</p></footer>")


def query_page(query: str = "", result: SparqlResult | None = None) -> str:
    """The page of the endpoint: a form for a query, and the rows of the last one."""
    form = (
        '<h1>SPARQL</h1><form action="/sparql" method="get">'
        f'<p><textarea name="query" rows="12">{escape(query or _EXAMPLE)}</textarea></p>'
        "<p><button>Ask</button></p></form><p>Queries read and change nothing. "
        '<a href="/.well-known/void">What there is</a>; prefixes: '
        f"{', '.join(escape(p) for p in PREFIXES)}.</p>"
    )
    return _page("SPARQL", form + (_result(result) if result is not None else ""))


def error_page(status: int, message: str) -> str:
    """A page that says what is wrong."""
    return _page(str(status), f"<h1>{status}</h1><p>{escape(message)}</p>")


def _page(title: str, content: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body>{content}</body></html>"
    )


def _statements(statements: Iterable[Statement]) -> str:
    rows = []
    for predicate, said in groupby(statements, key=lambda s: s.predicate):
        values = [_value(s.value, s.name) for s in said]
        shown = values[0] if len(values) == 1 else f"<ul><li>{'<li>'.join(values)}</ul>"
        rows.append(f"<tr><th>{_link(predicate, None)}</th><td>{shown}</td></tr>")
    return f"<table>{''.join(rows)}</table>"


def _mentions(mentions: Iterable[Mention]) -> str:
    rows = []
    for predicate, found in groupby(mentions, key=lambda m: m.predicate):
        nodes = "<li>".join(_link(m.subject, m.name) for m in found)
        rows.append(f"<tr><th>{_link(predicate, None)}</th><td><ul><li>{nodes}</ul></td></tr>")
    return f"<table>{''.join(rows)}</table>"


def _result(result: SparqlResult) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in result.columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{_plain(value)}</td>" for value in row.values()) + "</tr>"
        for row in result
    )
    more = "" if result.complete else "; there are more"
    return f"<h2>{len(result):,} rows{more}</h2><table><tr>{head}</tr>{body}</table>"


def _plain(value: Any) -> str:
    if isinstance(value, str) and value.startswith(("http://", "https://")) and " " not in value:
        return _link(value, None)
    return "" if value is None else escape(str(value))


def _value(value: ox.NamedNode | ox.Literal, name: str | None) -> str:
    if isinstance(value, ox.NamedNode):
        return _link(value.value, name)
    if value.datatype.value == PREFIXES["xsd"] + "anyURI":
        return _link(value.value, None)
    return escape(value.value).replace("\n", "<br>")


def _link(iri: str, name: str | None) -> str:
    text = escape(name or _short(iri))
    if iri.startswith(BASE_IRI) and not iri.startswith(PREFIXES["sw"]):
        return f'<a href="{escape("/" + iri.removeprefix(BASE_IRI))}">{text}</a>'
    if iri.startswith(("http://", "https://")):
        return f'<a href="{escape(iri)}" rel="noreferrer">{text}</a>'
    return text


def _short(iri: str) -> str:
    for prefix, namespace in _NAMESPACES:
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri.removeprefix(BASE_IRI)
