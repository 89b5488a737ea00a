"""The SPARQL endpoint: the protocol, other people's clients, hostile requests, a build meanwhile.

Protocol cases of the W3C SPARQL 1.1 suite (``protocol/manifest.ttl``) that apply to an endpoint
which only reads, written anew here under their names there:

query_get, query_post_form, query_post_direct, query_dataset_default_graph (get and post),
query_dataset_default_graphs_get, query_dataset_named_graphs_get,
query_dataset_full, query_multiple_dataset, query_content_type_select, query_content_type_ask,
query_content_type_describe, query_content_type_construct, bad_query_method,
bad_multiple_queries, bad_query_wrong_media_type, bad_query_missing_form_type,
bad_query_missing_direct_type, bad_query_non_utf8, bad_query_syntax.

The others (update_*, bad_update_*) ask for updates, which are refused as a whole.
"""

import http.client
import json
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import quote, urlencode

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, RDFXML, TURTLE, XML, SPARQLWrapper

from skillweave import Graph
from skillweave.demo import POSTINGS
from skillweave.ontology.schema import BASE_IRI, PREFIXES
from skillweave.queries.server.negotiation import choose

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
RESULTS: Final = "application/sparql-results"
SECONDS: Final = 4.0
ENDLESS: Final = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


class Answer(NamedTuple):
    """A response."""

    status: int
    type: str
    body: bytes
    headers: dict[str, str]

    def json(self) -> Any:
        return json.loads(self.body)


class Server:
    """A served graph, in a process of its own."""

    def __init__(self, graph: Path, *options: str) -> None:
        self.graph = graph
        arguments = ["serve", "--graph", str(graph), "--port", "0", "--seconds", str(SECONDS)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "skillweave", *arguments, *options],
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stderr is not None
        said = self.process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", said)
        assert found, said
        self.port = int(found[1])
        self.address = f"http://127.0.0.1:{self.port}"

    def __call__(
        self, method: str, path: str, body: bytes | str | None = None, **headers: str
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            names = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, names)
            response = connection.getresponse()
            type = response.headers.get_content_type()
            lower = {name.lower(): value for name, value in response.headers.items()}
            return Answer(response.status, type, response.read(), lower)
        finally:
            connection.close()

    def ask(
        self, query: str, accept: str = "*/*", fields: Mapping[str, Any] | None = None
    ) -> Answer:
        path = "/sparql?" + urlencode({"query": query, **(fields or {})}, doseq=True)
        return self("GET", path, accept=accept)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(60)
        assert self.process.stderr is not None
        self.process.stderr.close()


@pytest.fixture(scope="module")
def server(demo_graph: Path) -> Iterator[Server]:
    running = Server(demo_graph, "--workers", "3")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def two_graphs(server: Server) -> tuple[str, str]:
    """The graphs of two postings."""
    found = server.ask("SELECT ?g { GRAPH ?g { ?p a sw:Posting } } ORDER BY ?g LIMIT 2").json()
    one, other = (row["g"]["value"] for row in found["results"]["bindings"])
    return one, other


POSTINGS_IN: Final = "SELECT (COUNT(*) AS ?n) { ?p a sw:Posting }"
POSTINGS_NAMED: Final = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?p a sw:Posting } }"


def count(answer: Answer) -> int:
    assert answer.status == 200, answer
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


# The protocol


def test_query_get(server: Server) -> None:
    answer = server("GET", "/sparql?query=ASK%20%7B%7D")
    assert (answer.status, answer.type, answer.json()["boolean"]) == (200, RESULTS + "+json", True)


def test_query_post_form(server: Server) -> None:
    answer = server("POST", "/sparql", "query=ASK%20%7B%7D", content_type=FORM)
    assert (answer.status, answer.json()["boolean"]) == (200, True)


def test_query_post_direct(server: Server) -> None:
    answer = server("POST", "/sparql", "ASK {}", content_type=QUERY + "; charset=UTF-8")
    assert (answer.status, answer.json()["boolean"]) == (200, True)


def test_query_dataset_default_graph(server: Server, two_graphs: tuple[str, str]) -> None:
    one, _ = two_graphs
    fields = {"query": POSTINGS_IN, "default-graph-uri": one}
    assert count(server("GET", "/sparql?" + urlencode(fields))) == 1
    assert count(server("POST", "/sparql", urlencode(fields), content_type=FORM)) == 1
    path = "/sparql?default-graph-uri=" + quote(one, safe="")
    assert count(server("POST", path, POSTINGS_IN, content_type=QUERY)) == 1


def test_query_dataset_default_graphs_get(server: Server, two_graphs: tuple[str, str]) -> None:
    assert count(server.ask(POSTINGS_IN, fields={"default-graph-uri": two_graphs})) == 2
    assert count(server.ask(POSTINGS_NAMED, fields={"default-graph-uri": two_graphs})) == 0


def test_query_dataset_named_graphs_get(server: Server, two_graphs: tuple[str, str]) -> None:
    assert count(server.ask(POSTINGS_NAMED, fields={"named-graph-uri": two_graphs})) == 2
    assert count(server.ask(POSTINGS_IN, fields={"named-graph-uri": two_graphs})) == 0


def test_query_dataset_full(server: Server, two_graphs: tuple[str, str]) -> None:
    one, other = two_graphs
    fields = {"default-graph-uri": one, "named-graph-uri": other}
    query = "SELECT (COUNT(*) AS ?n) { ?p a sw:Posting . GRAPH ?g { ?q a sw:Posting } }"
    assert count(server.ask(query, fields=fields)) == 1


def test_query_multiple_dataset(server: Server, two_graphs: tuple[str, str]) -> None:
    # What the protocol names goes before what the query names.
    one, other = two_graphs
    query = f"SELECT ?p FROM <{one}> {{ ?p a sw:Posting }}"
    found = server.ask(query, fields={"default-graph-uri": other}).json()["results"]["bindings"]
    alone = server.ask("SELECT ?p { ?p a sw:Posting }", fields={"default-graph-uri": other}).json()
    assert found == alone["results"]["bindings"] != []


@pytest.mark.parametrize(
    ("query", "accept", "type"),
    [
        ("SELECT * { ?s ?p ?o } LIMIT 1", RESULTS + "+xml", RESULTS + "+xml"),
        ("SELECT * { ?s ?p ?o } LIMIT 1", RESULTS + "+json", RESULTS + "+json"),
        ("SELECT * { ?s ?p ?o } LIMIT 1", "text/csv", "text/csv"),
        ("SELECT * { ?s ?p ?o } LIMIT 1", "text/tab-separated-values", "text/tab-separated-values"),
        ("SELECT * { ?s ?p ?o } LIMIT 1", "text/html", "text/html"),
        ("ASK {}", RESULTS + "+xml", RESULTS + "+xml"),
        ("ASK {}", RESULTS + "+json;q=0.9, text/csv", RESULTS + "+json"),
        ("DESCRIBE <skill/python>", "text/turtle", "text/turtle"),
        ("DESCRIBE <skill/python>", "application/rdf+xml", "application/rdf+xml"),
        ("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1", "application/ld+json", "application/ld+json"),
        ("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1", "application/n-triples", "application/n-triples"),
        ("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1", "*/*", "text/turtle"),
    ],
)
def test_query_content_type(server: Server, query: str, accept: str, type: str) -> None:
    answer = server.ask(query, accept)
    assert (answer.status, answer.type, answer.headers["vary"]) == (200, type, "Accept")
    assert answer.body


def test_what_is_not_acceptable(server: Server) -> None:
    assert server.ask("ASK {}", "image/png").status == 406
    assert server.ask("ASK {}", "text/csv").status == 406  # a truth value is no table
    assert server("GET", "/sparql", accept="text/csv").status == 406


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_bad_query_method(server: Server, method: str) -> None:
    answer = server(method, "/sparql", "query=ASK%20%7B%7D", content_type=FORM)
    assert answer.status == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD", "POST"}


@pytest.mark.parametrize(
    ("path", "body", "type", "status"),
    [
        ("?query=ASK%20%7B%7D&query=ASK%20%7B%7D", None, None, 400),  # bad_multiple_queries
        ("", "query=ASK%20%7B%7D&query=ASK%20%7B%7D", FORM, 400),
        ("?query=ASK%20%7B%7D", "ASK {}", QUERY, 400),
        ("", "ASK {}", "text/plain", 415),  # bad_query_wrong_media_type
        ("", "query=ASK%20%7B%7D", None, 415),  # bad_query_missing_form_type
        ("", "ASK {}", None, 415),  # bad_query_missing_direct_type
        ("", "ASK {}".encode("utf-16"), QUERY + "; charset=UTF-16", 415),  # bad_query_non_utf8
        ("", b"ASK { ?s ?p '\xff' }", QUERY, 400),
        ("", "query=%ff", FORM, 400),
        ("", "ASK {", QUERY, 400),  # bad_query_syntax
        ("?query=", None, None, 400),
        ("?nothing=1", None, None, 400),
        ("", "", FORM, 400),
        ("?query=ASK%20%7B%7D&default-graph-uri=graph", None, None, 400),
        ("?query=ASK%20%7B%7D&named-graph-uri=http://x/%3E", None, None, 400),
        ("", "update=CLEAR%20ALL", FORM, 403),
        ("?update=CLEAR%20ALL", None, None, 403),
        ("", "CLEAR ALL", "application/sparql-update", 403),
        ("?query=CLEAR%20ALL", None, None, 403),
    ],
)
def test_bad_requests(
    server: Server, path: str, body: bytes | str | None, type: str | None, status: int
) -> None:
    headers = {"content_type": type} if type else {}
    answer = server("GET" if body is None else "POST", "/sparql" + path, body, **headers)
    assert (answer.status, answer.type) == (status, "text/plain")
    assert answer.body.strip()


def test_a_head_has_no_body(server: Server) -> None:
    answer = server("HEAD", "/sparql?query=ASK%20%7B%7D")
    assert (answer.status, answer.type, answer.body) == (200, RESULTS + "+json", b"")


def test_rows_beyond_the_limit_are_announced(server: Server) -> None:
    whole = server.ask("SELECT * { ?s ?p ?o } LIMIT 10000")
    cut = server.ask("SELECT * { ?s ?p ?o } LIMIT 10001")
    assert "x-sparql-maxrows" not in whole.headers
    assert cut.headers["x-sparql-maxrows"] == "10000"
    assert len(cut.json()["results"]["bindings"]) == 10_000


@pytest.mark.parametrize(
    ("accept", "kind", "choice"),
    [
        (None, "rows", "json"),
        ("", "graph", "ttl"),
        ("*/*;q=0.1, text/csv;q=0.2", "rows", "csv"),
        ("application/*", "graph", "ttl"),
        ("text/*;q=0.3, text/turtle;q=0, application/rdf+xml;q=0.2", "graph", "nt"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "graph", "html"),
        ("text/csv;q=x", "rows", None),
        ("nonsense", "rows", None),
    ],
)
def test_negotiation(accept: str | None, kind: Any, choice: str | None) -> None:
    assert choose(accept, kind) == choice


# Descriptions and nodes


@pytest.mark.filterwarnings("ignore:.*is deprecated, use Dataset:DeprecationWarning")
@pytest.mark.parametrize(
    ("accept", "format"),
    [("text/turtle", "turtle"), ("application/rdf+xml", "xml"), ("application/ld+json", "json-ld")],
)
def test_service_and_dataset_describe_themselves(server: Server, accept: str, format: str) -> None:
    total = count(server.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    endpoint = rdflib.URIRef(server.address + "/sparql")
    service = rdflib.Graph().parse(data=server("GET", "/sparql", accept=accept).body, format=format)
    assert (endpoint, rdflib.RDF.type, sd.Service) in service
    assert (endpoint, sd.supportedLanguage, sd.SPARQL11Query) in service
    assert [int(str(n)) for n in service.objects(predicate=void.triples)] == [total]
    dataset = rdflib.Graph().parse(
        data=server("GET", "/.well-known/void", accept=accept).body, format=format
    )
    assert next(dataset.objects(predicate=void.sparqlEndpoint)) == endpoint
    assert [int(str(n)) for n in dataset.objects(predicate=void.triples)] == [total]


@pytest.mark.filterwarnings("ignore:.*is deprecated, use Dataset:DeprecationWarning")
@pytest.mark.parametrize(
    ("accept", "format"),
    [
        ("text/turtle", "turtle"),
        ("application/ld+json", "json-ld"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
    ],
)
def test_nodes_are_found_at_their_ids(server: Server, accept: str, format: str) -> None:
    posting = server.ask("SELECT ?p { ?p sw:hasRequirement ?r ; sw:forRole ?x } LIMIT 1").json()
    iri = posting["results"]["bindings"][0]["p"]["value"]
    for node in (iri, BASE_IRI + "skill/python"):
        answer = server("GET", "/" + node.removeprefix(BASE_IRI), accept=accept)
        assert (answer.status, answer.type) == (200, accept)
        found = rdflib.Graph().parse(data=answer.body, format=format)
        asked = server.ask(f"CONSTRUCT WHERE {{ <{node}> ?p ?o }}", "application/n-triples")
        about = rdflib.Graph().parse(data=asked.body, format="nt")
        assert set(about) <= set(found)
        assert {str(s).partition("#")[0] for s in found.subjects()} == {node}


def test_pages_show_a_node_and_escape_what_others_wrote(server: Server) -> None:
    page = server("GET", "/skill/python", accept="text/html,*/*;q=0.8")
    assert (page.status, page.type) == (200, "text/html")
    assert b"<h1>Python</h1>" in page.body
    assert b'href="/skill/programming-languages"' in page.body
    assert b"<script" not in page.body
    assert "default-src 'none'" in page.headers["content-security-policy"]
    hostile = "<script>alert(1)</script>"
    shown = server.ask(f'SELECT ("{hostile}" AS ?x) {{}}', "text/html").body.decode()
    assert hostile not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert server("GET", "/skill/python?format=ttl", accept="text/html").type == "text/turtle"


@pytest.mark.parametrize(
    "path", ["/skill/nothing", "/favicon.ico", "/%3Cscript%3E", "/a%20b", "/skill/%22%7D", "//x/y"]
)
def test_what_is_not_there(server: Server, path: str) -> None:
    assert server("GET", path).status == 404


def test_the_home_leads_to_the_form(server: Server) -> None:
    assert server("GET", "/").headers["location"] == "/sparql"
    page = server("GET", "/sparql", accept="text/html")
    assert b"<form" in page.body


# Other people's clients


@pytest.mark.filterwarnings("ignore:.*deprecated:DeprecationWarning")
def test_sparqlwrapper(server: Server) -> None:
    client = SPARQLWrapper(server.address + "/sparql")
    client.setQuery(
        "SELECT ?label { <https://w3id.org/skillweave/skill/python> skos:prefLabel ?label }"
    )
    for format in (JSON, XML, CSV):
        client.setReturnFormat(format)
        found = client.query().convert()
        text = found.toxml() if format == XML else str(found)  # type: ignore[union-attr]
        assert "Python" in text
    client.setMethod(POST)
    client.setReturnFormat(JSON)
    assert client.query().convert()["results"]["bindings"]  # type: ignore[index,call-overload]
    client.setQuery("CONSTRUCT WHERE { <https://w3id.org/skillweave/skill/python> ?p ?o }")
    for format in (TURTLE, RDFXML):
        client.setReturnFormat(format)
        assert client.query().convert()


def test_rdflib_sparqlstore(server: Server) -> None:
    graph = rdflib.Graph(SPARQLStore(server.address + "/sparql", returnFormat="json"))
    python = rdflib.URIRef(BASE_IRI + "skill/python")
    label = rdflib.URIRef(PREFIXES["skos"] + "prefLabel")
    assert graph.value(python, label) == rdflib.Literal("Python", lang="en")
    assert (python, label, rdflib.Literal("Python", lang="en")) in graph
    assert [row.n.toPython() for row in graph.query("SELECT (1 + 1 AS ?n) {}")] == [2]  # type: ignore[union-attr]
    assert graph.query("ASK { ?s ?p ?o }").askAnswer


# Safety


def hostile_queries(port: int) -> list[str]:
    """Fifty queries that write, read files, call others, or never end."""
    call = f"<http://127.0.0.1:{port}/steal>"
    updates = [
        "INSERT DATA { <a> <b> <c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
        "CLEAR ALL", "DROP ALL", "DROP SILENT DEFAULT", "CREATE GRAPH <g>",
        f"LOAD {call}", "LOAD <file:///etc/passwd>", "LOAD SILENT <file:///etc/passwd> INTO GRAPH <g>",
        "COPY DEFAULT TO <g>", "MOVE DEFAULT TO <g>", "ADD DEFAULT TO <g>",
        "PREFIX a: <x:y> # c\nINSERT DATA { a:b a:c a:d }",
        "SELECT * { ?s ?p ?o } ; CLEAR ALL",
        "ASK {} ; DELETE WHERE { ?s ?p ?o }",
    ]  # fmt: skip
    services = [
        f"SELECT * {{ SERVICE {call} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE SILENT {call} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ sErViCe {call} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ BIND({call} AS ?g) SERVICE ?g {{ ?s ?p ?o }} }}",
        f"SELECT * {{ BIND({call} AS ?g) BIND(2 AS ?a) FILTER(?a<3)SERVICE?g#>\n{{ ?s ?p ?o }} }}",
        f"SELECT * {{ ?s ?p ?o FILTER EXISTS {{ SERVICE {call} {{ ?s ?p ?o }} }} }}",
        f"SELECT * {{ {{ SELECT * {{ SERVICE {call} {{ ?s ?p ?o }} }} }} }}",
        f"SELECT * {{ \\u0053ERVICE {call} {{ ?s ?p ?o }} }}",
        f"CONSTRUCT {{ ?s ?p ?o }} {{ SERVICE {call} {{ ?s ?p ?o }} }}",
        f"DESCRIBE ?s {{ SERVICE {call} {{ ?s ?p ?o }} }}",
        f"PREFIX s: <http://127.0.0.1:{port}/> ASK {{ SERVICE s:steal {{ ?s ?p ?o }} }}",
        f"SELECT * FROM {call} {{ ?s ?p ?o }}",
        f"SELECT * FROM NAMED {call} {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        f"SELECT * {{ GRAPH {call} {{ ?s ?p ?o }} }}",
        "SELECT (<http://www.w3.org/2005/xpath-functions#doc>('file:///etc/passwd') AS ?x) {}",
    ]
    bombs = [
        ENDLESS,
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g",
        "SELECT DISTINCT ?a ?d { ?a ?b ?c . ?d ?e ?f }",
        "SELECT (GROUP_CONCAT(?c) AS ?x) { ?a ?b ?c . ?d ?e ?f }",
        "CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f",
        "DESCRIBE * { ?a ?b ?c . ?d ?e ?f }",
        "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a = ?i && ?c = 17) }",
        "SELECT (COUNT(*) AS ?n) { ?s (<x:a>|!<x:a>)* ?o }",
        "SELECT (COUNT(*) AS ?n) { ?s ((!<x:a>)/(!<x:b>))+ ?o . ?o (^(!<x:a>))* ?z }",
        "SELECT * { ?s " + "/".join(["(!<x:a>|^(!<x:a>))*"] * 40) + " ?o }",
        "SELECT * { " + "{" * 50_000 + "}" * 50_000 + " }",
        "SELECT (" + "(" * 50_000 + "1" + ")" * 50_000 + " AS ?x) {}",
        "ASK { FILTER(" + " || ".join(f"?x = {n}" for n in range(60_000)) + ") }",
        'SELECT (REPLACE("' + "a" * 200_000 + '", "(a+)+$", "b") AS ?x) {}',
        "SELECT * { ?s ?p ?o FILTER(REGEX(STR(?o), '" + "(a?){60}" * 60 + "a{500}')) }",
        "SELECT (STRLEN(?h) AS ?n) { BIND('" + "x" * 1000 + "' AS ?a) "
        + " ".join(
            f"BIND(CONCAT({', '.join(['?' + this] * 20)}) AS ?{after})"
            for this, after in zip("abcdefg", "bcdefgh", strict=True)
        ) + " }",
        "SELECT * { VALUES ?x { " + "1 " * 300_000 + "} VALUES ?y { " + "2 " * 100_000 + "} }",
        "ASK { ?s ?p \"" + "x" * 900_000 + "\" }",
    ]  # fmt: skip
    return updates + services + bombs


def test_hostile_queries_harm_nobody(server: Server) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        queries = hostile_queries(listener.getsockname()[1])
        assert len(queries) == 50
        database = server.graph / "graph.duckdb"
        copies = sorted(path.name for path in (server.graph / "rdf").iterdir())
        before = database.read_bytes(), copies, count(server.ask(POSTINGS_IN))

        def send(query: str) -> tuple[int, float, bytes]:
            began = time.monotonic()
            answer = server("POST", "/sparql", query.encode(), content_type=QUERY)
            return answer.status, time.monotonic() - began, answer.body

        answered = []
        with ThreadPoolExecutor(2) as pool:  # of three processes one is left for others
            sent = [pool.submit(send, query) for query in queries]
            while not all(one.done() for one in sent):
                answered.append(server.ask("ASK {}").status)
                time.sleep(0.2)
        outcomes = [one.result() for one in sent]
        with pytest.raises(BlockingIOError):
            listener.accept()
    assert set(answered) == {200}
    assert {status for status, _, _ in outcomes} <= {200, 400, 403, 413, 500, 503}
    assert all(status == 403 for status, _, _ in outcomes[:14])
    assert all(status in (400, 403) for status, _, _ in outcomes[14:27])
    assert max(seconds for _, seconds, _ in outcomes) < SECONDS + 60
    assert not any(b"root:" in body for _, _, body in outcomes)
    copies = sorted(path.name for path in (server.graph / "rdf").iterdir())
    assert (database.read_bytes(), copies, count(server.ask(POSTINGS_IN))) == before


def test_runaway_queries_are_ended_and_told(server: Server) -> None:
    answer = server.ask(ENDLESS)
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")
    assert b"more than 4 s" in answer.body
    assert server.ask("ASK {}").status == 200


def test_a_body_of_ten_megabytes_is_refused(server: Server) -> None:
    body = b"ASK { ?s ?p '" + b"x" * 10_000_000 + b"' }"
    with suppress(BrokenPipeError, ConnectionResetError):  # told before the body was sent
        assert server("POST", "/sparql", body, content_type=QUERY).status == 413
    assert server.ask("ASK {}").status == 200


def test_only_this_machine_asks(server: Server) -> None:
    # A web site that makes its name point here is told apart by that name.
    assert server("GET", "/sparql?query=ASK%20%7B%7D", host="example.org").status == 400
    assert server("GET", "/sparql?query=ASK%20%7B%7D", host="localhost:80").status == 200


def test_scripts_of_other_sites_ask_only_if_they_may(server: Server, demo_graph: Path) -> None:
    path = "/sparql?query=ASK%20%7B%7D"
    closed = server("GET", path, origin="https://example.org")
    assert "access-control-allow-origin" not in closed.headers
    open_to_one = Server(demo_graph, "--cors", "https://example.org")
    try:
        allowed = open_to_one("GET", path, origin="https://example.org")
        assert allowed.headers["access-control-allow-origin"] == "https://example.org"
        other = open_to_one("GET", path, origin="https://example.com")
        assert "access-control-allow-origin" not in other.headers
    finally:
        open_to_one.stop()


# A build meanwhile


def test_a_graph_is_served_while_it_is_built(tmp_path: Path) -> None:
    path = tmp_path / "jobs.graph"
    with Graph.open(path, create=True) as graph:
        graph.build(Path(POSTINGS) / "law", processes=1)
        first = graph.tables["Posting"]
    running = Server(path)
    answers: list[int] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            answers.append(count(running.ask(POSTINGS_IN)))

    readers = [threading.Thread(target=read) for _ in range(3)]
    try:
        assert count(running.ask(POSTINGS_IN)) == first
        for reader in readers:
            reader.start()
        with Graph.open(path, create=True) as graph:
            graph.build(Path(POSTINGS) / "data", processes=1)
            total = graph.tables["Posting"]
            assert count(running.ask(POSTINGS_IN)) == first  # the last version, while it is built
        deadline = time.monotonic() + 120
        while count(running.ask(POSTINGS_IN)) != total and time.monotonic() < deadline:
            time.sleep(0.5)
        done.set()
        for reader in readers:
            reader.join()
        assert count(running.ask(POSTINGS_IN)) == total
        assert set(answers) <= {first, total}
    finally:
        done.set()
        running.stop()
