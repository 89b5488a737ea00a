"""SPARQL over a graph: what may run, within which limits, over which copy, and what comes back."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final, cast

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rdflib.plugins.sparql.parser import parseQuery

from graph_samples import RUN, Sample, same_bucket, sample_tables, small_taxonomy
from skillweave import Graph
from skillweave.graph.cypher import Limits
from skillweave.graph.local import LocalStore
from skillweave.graph.rdf.mapping import quads
from skillweave.graph.sparql.binding import bind
from skillweave.graph.sparql.engine import SparqlEngine, UpToDate
from skillweave.graph.sparql.guard import Refused, judge
from skillweave.graph.sparql.projection import Copy, Projection
from skillweave.graph.sparql.result import SparqlResult
from skillweave.graph.sparql.workers import Request, Workers
from skillweave.graph.store import Store
from skillweave.graph.transfer import CopyableStore
from skillweave.ontology.concepts import Taxonomy
from skillweave.ontology.errors import (
    GraphBusy,
    QueryFailed,
    QueryRefused,
    QueryTimeout,
    QueryTooLarge,
    UsageError,
)
from skillweave.ontology.schema import BASE_IRI, PREFIXES

ENDLESS: Final = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="module")
def graph(demo_graph: Path) -> Iterator[Graph]:
    with Graph.open(demo_graph) as opened:
        yield opened


@pytest.fixture(scope="module")
def copy(graph: Graph) -> Copy:
    graph.sparql("ASK {}")
    found = Projection(graph.store.workspace / "rdf").newest()
    assert found is not None
    return found


# What comes back


@pytest.mark.filterwarnings("ignore:.*is deprecated, use Dataset:DeprecationWarning")
def test_rows_are_those_of_rdflib(graph: Graph) -> None:
    oracle = rdflib.Dataset(default_union=True)
    lines = quads(graph.store, sections=("shared", "postings"))
    oracle.parse(data=b"".join(lines), format="nquads")
    for query in (
        "SELECT ?place ?name { ?place a schema:Place ; schema:name ?name ; ^schema:jobLocation ?p }",
        "SELECT ?p ?m { ?p sw:hasRequirement/dcterms:hasPart* ?d . ?d sw:minMonths ?m }",
        "SELECT ?c (COUNT(*) AS ?n) { ?band schema:currency ?c } GROUP BY ?c",
    ):
        found = {tuple(row.values()) for row in graph.sparql(query)}
        expected: Any = oracle.query(query, initNs=dict(PREFIXES))
        assert found == {tuple(value.toPython() for value in row) for row in expected} != set()


def test_an_answer_in_every_form(graph: Graph) -> None:
    result = graph.sparql(
        "SELECT ?title ?day ?n ?none { ?p schema:title ?title ; schema:datePosted ?day "
        "BIND(STRLEN(?title) AS ?n) } ORDER BY ?title ?day",
        row_limit=3,
    )
    assert not result.complete
    assert [type(value) for value in result.rows[0].values()] == [str, date, int, type(None)]
    assert result.arrow.to_pylist() == result.rows == result.to_polars().to_dicts()
    assert len(result.to_pandas()) == 3
    in_rdflib = result.to_rdflib()
    assert isinstance(in_rdflib, rdflib.query.Result)
    assert [str(row[0]) for row in in_rdflib] == [row["title"] for row in result]  # type: ignore[index]
    for format in (
        ox.QueryResultsFormat.JSON,
        ox.QueryResultsFormat.XML,
        ox.QueryResultsFormat.TSV,
    ):
        name: Any = format.file_extension.removeprefix("srj").replace("srx", "xml") or "json"
        again = ox.parse_query_results(result.serialize(name), format=format)
        assert isinstance(again, ox.QuerySolutions)
        assert [row["title"].value for row in again] == [row["title"] for row in result]
    assert result.serialize("csv").decode().splitlines()[0] == "title,day,n,none"
    with pytest.raises(UsageError, match="json, xml, csv, tsv, not as ttl"):
        result.serialize("ttl")


@pytest.mark.filterwarnings("ignore:.*is deprecated, use Dataset:DeprecationWarning")
@pytest.mark.parametrize(
    ("name", "theirs"), [("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld"), ("rdfxml", "xml")]
)
def test_a_graph_is_the_same_in_every_syntax(graph: Graph, name: Any, theirs: str) -> None:
    result = graph.sparql("DESCRIBE <skill/python>")
    read = rdflib.Graph().parse(data=result.serialize(name), format=theirs)
    assert set(read) == set(result.to_rdflib())
    assert len(read) == len(result) > 5


def test_ask_is_true_or_false(graph: Graph) -> None:
    assert graph.sparql("ASK { <skill/python> a esco:Skill }")
    assert not graph.sparql("ASK { <skill/python> a sw:Role }")
    assert graph.sparql("ASK {}").rows == [{"answer": True}]


def test_values_that_are_not_what_they_claim_stay_texts() -> None:
    body = (
        b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"soon",'
        b'"datatype":"http://www.w3.org/2001/XMLSchema#date"}}]}}'
    )
    assert SparqlResult("rows", body, complete=True).rows == [{"x": "soon"}]


def test_the_default_graph_is_all_graphs_unless_the_query_names_some(graph: Graph) -> None:
    posting = graph.store.scan("Posting")["id"][0].as_py()
    named = f"{BASE_IRI}graph/{posting}"
    everywhere = graph.sparql("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows[0]["n"]
    there = graph.sparql(f"SELECT (COUNT(*) AS ?n) FROM <{named}> {{ ?s ?p ?o }}").rows[0]["n"]
    inside = graph.sparql(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{named}> {{ ?s ?p ?o }} }}").rows
    assert 0 < there == inside[0]["n"] < everywhere
    assert not graph.sparql(f"ASK FROM NAMED <{named}> {{ ?s ?p ?o }}")


def test_no_triple_stands_in_two_graphs(graph: Graph) -> None:
    lines = b"".join(quads(graph.store)).decode().splitlines()
    triples = [line[: line.rindex("<")] for line in lines]
    assert len(set(triples)) == len(triples)


# Parameters


@given(st.text())
def test_a_parameter_is_one_literal_whatever_it_holds(text: str) -> None:
    query = bind("SELECT ($x AS ?y) { BIND('$x' AS ?z) # $x\n }", {"x": text})
    rows: Any = ox.Store().query(query)
    assert next(rows)[0].value == text


def test_parameters_of_every_type() -> None:
    values = {
        "a": rdflib.URIRef("http://example.org/a"),
        "b": rdflib.Literal("b", lang="en"),
        "c": date(2024, 5, 1),
        "d": 2.5,
        "e": None,
    }
    bound = bind("SELECT ($a AS ?v) ($b AS ?w) ($c AS ?x) ($d AS ?y) { ?s ?p $e }", values)
    assert bound == (
        'SELECT (<http://example.org/a> AS ?v) ("b"@en AS ?w) '
        f'("2024-05-01"^^<{PREFIXES["xsd"]}date> AS ?x) ("2.5"^^<{PREFIXES["xsd"]}double> AS ?y) '
        "{ ?s ?p $e }"
    )
    with pytest.raises(UsageError, match=r"no parameter \$y"):
        bind("ASK { ?s ?p $x }", {"y": 1})
    with pytest.raises(UsageError, match="is a list"):
        bind("ASK { ?s ?p $x }", {"x": []})


# The guard

SERVICES: Final = (
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { sErViCe ?where { ?s ?p ?o } }",
    "PREFIX s: <http://127.0.0.1:9/> ASK { SERVICE s:x { ?s ?p ?o } }",
    "ASK { ?a ?b 1 FILTER(?a<3)SERVICE?g#>\n{ ?s ?p ?o } }",
    'ASK { ?a ?b "customer service" . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }',
    "ASK { ?a <x#y'> ?b . SERVICE <http://127.0.0.1:9/'> { ?s ?p ?o } }",
    "ASK { ?s ?p ?o FILTER EXISTS { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } }",
    "ASK { ?s ?p ?o MINUS { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } }",
    "SELECT ?x { { SELECT ?x { OPTIONAL { SERVICE <http://127.0.0.1:9/> { ?x ?y ?z } } } } }",
    "CONSTRUCT { ?s ?p ?o } { SERVICE #{ }\n <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "DESCRIBE ?s { SERVICE\t<http://127.0.0.1:9/>{?s ?p ?o}}",
)
INNOCENT: Final = (
    'ASK { ?s ?p ?o FILTER(CONTAINS(?o, "customer service")) }',
    "ASK { ?service <http://example.org/service> ?o } # SERVICE <x> { }",
    "PREFIX service: <http://example.org/> ASK { service:service service:from 'SERVICE <x> {' }",
    'ASK { ?s ?p """SERVICE <http://x/> { ?s ?p ?o }""" }',
)


def parse(query: str) -> bool:
    """Whether a query names its graphs; see ``judge``."""
    return judge(query, base_iri=BASE_IRI, prefixes=PREFIXES).names_graphs


@pytest.mark.parametrize("query", SERVICES)
def test_service_is_refused_in_every_disguise(query: str) -> None:
    with pytest.raises(Refused, match="SERVICE"):
        parse(query)


@pytest.mark.parametrize("query", INNOCENT)
def test_the_word_service_is_no_clause(query: str) -> None:
    assert not parse(query)


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <a> <b> <c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "PREFIX x: <http://x/> # why not\nLOAD <file:///etc/passwd>",
        "BASE <http://x/> CLEAR ALL",
        "with <g> delete { ?s ?p ?o } where { ?s ?p ?o }",
        "DROP SILENT ALL",
        "COPY <a> TO <b>",
    ],
)
def test_updates_are_refused(query: str) -> None:
    with pytest.raises(Refused, match="only read"):
        parse(query)


def test_from_is_found_where_it_is_the_clause() -> None:
    assert parse("SELECT * FROM <http://x/> { ?s ?p ?o }")
    assert parse("ASK FROM NAMED <http://x/> { ?s ?p ?o }")
    assert not parse("SELECT ?from { ?from ?p 'FROM <http://x/>' }")


CLAUSES = st.sampled_from(
    [
        "SERVICE <http://127.0.0.1:9/> { ?s ?p ?o }", "service silent ?a{ ?s ?p ?o }",
        "SERVICE ?a#>\n{ ?s ?p ?o }", "{ SERVICE ?a { } }", "FILTER(?a<3)", "FILTER(?b>4)",
        "?s ?p 'SERVICE' .", "?s ?p ?o .", "# SERVICE ?a { }\n", "OPTIONAL { ?s ?p ?o }",
        "<http://x/#'> ?p ?o .", "?s <http://x/y'> ?o .", "BIND('# ' AS ?b)", "?s ?p \"\"\"'\"\"\" .",
        "MINUS { ?s ?p '}' }", "{ ?s ?p ?o } UNION", "?s ?p '\\'' .", "{", "}", "'", '"', "#", "<",
    ]
)  # fmt: skip


@settings(max_examples=400)
@given(st.lists(CLAUSES, min_size=1, max_size=6))
@example(["?s ?p 'SERVICE' .", "service silent ?a{ ?s ?p ?o }"])
def test_what_another_parser_reads_as_service_is_never_let_through(parts: list[str]) -> None:
    query = f"SELECT * {{ {' '.join(parts)} }}"
    try:
        tree = parseQuery(query)
    except Exception:  # noqa: BLE001  (it cannot be read)
        return
    if "ServiceGraphPattern" in repr(tree):
        with pytest.raises((Refused, SyntaxError)):
            parse(query)


def test_no_connection_can_be_opened_behind_the_guard(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux can refuse connections")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)
        port = listener.getsockname()[1]
        code = (
            "from skillweave.graph.sparql.confinement import refuse_connections\n"
            "import pyoxigraph, sys\n"
            "assert sys.argv[1] == 'open' or refuse_connections()\n"
            f"query = 'SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}'\n"
            "try:\n    list(pyoxigraph.Store().query(query))\n"
            "except OSError as error:\n    print('failed', error)\n"
        )
        for way, reached in (("confined", False), ("open", True)):
            process = subprocess.Popen(
                [sys.executable, "-c", code, way], stdout=subprocess.PIPE, text=True, cwd=tmp_path
            )
            try:
                connection, _ = listener.accept()
                connection.close()
            except TimeoutError:
                assert not reached
            else:
                assert reached
            said, _ = process.communicate(timeout=60)
            assert said.startswith("failed")


# Limits


def test_a_runaway_query_is_ended(graph: Graph) -> None:
    began = time.monotonic()
    with pytest.raises(QueryTimeout, match=r"more than 0\.5 s"):
        graph.sparql(ENDLESS, seconds=0.5)
    assert time.monotonic() - began < 30
    assert graph.sparql("ASK {}")


def test_memory_is_bounded(graph: Graph) -> None:
    with pytest.raises(QueryTooLarge, match="memory"):
        graph.sparql("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c", seconds=300)
    assert graph.sparql("ASK {}")


@pytest.mark.parametrize("limit", [1, 5])
def test_rows_and_triples_are_limited(graph: Graph, limit: int) -> None:
    for query in ("SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"):
        result = graph.sparql(query, row_limit=limit)
        assert (len(result), result.complete) == (limit, False)
    whole = graph.sparql("SELECT * { VALUES ?x { 1 2 3 4 5 } }", row_limit=5)
    assert (len(whole), whole.complete) == (5, True)


def test_mistakes_are_told_with_their_place(graph: Graph) -> None:
    with pytest.raises(QueryFailed, match="cannot be read: error at 1:1"):
        graph.sparql("SELECT * {")
    with pytest.raises(QueryFailed, match="not supported"):
        graph.sparql("SELECT (<http://example.org/f>(1) AS ?x) {}")
    with pytest.raises(QueryRefused):
        graph.sparql("CLEAR ALL")


def test_others_are_answered_while_one_runs(copy: Copy) -> None:
    workers = Workers(2)
    failures = []

    def run_away() -> None:
        try:
            workers.ask(copy, Request(ENDLESS), Limits(seconds=60))
        except Exception as error:  # noqa: BLE001  (looked at below)
            failures.append(error)

    thread = threading.Thread(target=run_away)
    thread.start()
    try:
        for _ in range(5):
            assert b"true" in workers.ask(copy, Request("ASK {}"), Limits(seconds=30)).body
        assert thread.is_alive()
        full = Workers(0)
        with pytest.raises(GraphBusy, match="busy"):
            full.ask(copy, Request("ASK {}"), Limits(seconds=0.1))
    finally:
        _kill_children()
        thread.join(60)
    assert isinstance(failures[0], QueryTooLarge)  # it died of something else than its time
    workers.close()


def _kill_children() -> None:
    import psutil

    for child in psutil.Process().children(recursive=True):
        if any("skillweave.graph.sparql.helper" in part for part in child.cmdline()):
            os.kill(child.pid, signal.SIGKILL)


# The copy


def asked(store: LocalStore) -> set[ox.Quad]:
    """All quads of the copy of a graph's present version."""
    made = Projection(store.workspace / "rdf").current(store)
    return set(ox.Store.read_only(str(made.store)))


def fresh(store: LocalStore, place: Path) -> set[ox.Quad]:
    """All quads of a copy made from nothing."""
    shutil.rmtree(place, ignore_errors=True)
    made = Projection(place).current(store)
    return set(ox.Store.read_only(str(made.store)))


SAMPLES = st.builds(
    Sample,
    name=st.sampled_from("abcdefgh"),
    employer=st.sampled_from([None, "Acme", "ACME", "Bolt"]),
    skills=st.sampled_from([(), ("skill/python",), ("skill/sql", "skill/candidate-odd")]),
    place=st.sampled_from([None, "Port", "Cove"]),
    bucket=st.integers(0, 2),
    pay=st.sampled_from([None, 1000.0]),
    text=st.sampled_from(["Text", "Odd “text”\n\\ \u202e", "Other"]),
)
STEPS = st.lists(
    st.one_of(
        st.lists(SAMPLES, min_size=1, max_size=4, unique_by=lambda sample: sample.name),
        st.sets(st.sampled_from("abcdefgh"), min_size=1, max_size=3),
        st.sampled_from(["taxonomy-2", "taxonomy-1", "link"]),
    ),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=4,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(STEPS)
@example([[Sample("a"), Sample("b")], {"a"}, "link", [Sample("b", pay=2.0, bucket=1)]])
@example([[Sample("a", skills=("skill/candidate-odd",))], "taxonomy-2", {"a"}, "taxonomy-1"])
def test_a_copy_brought_up_to_date_equals_a_new_one(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Any]
) -> None:
    place = tmp_path_factory.mktemp("copies")
    first = small_taxonomy("1", "python", "sql", roles=["engineer"])
    second = small_taxonomy("2", "python", "rust", "sql")
    with LocalStore.open(place / "graph", create=True, taxonomy=first) as store:
        many = [Sample(f"old-{number}") for number in range(20)]  # so that few are changed
        run = store.begin_run(RUN)
        store.write(sample_tables(many, run=run))
        asked(store)
        for step in steps:
            if step == "link":
                store.link_duplicates(same_bucket)
            elif isinstance(step, str):
                store.load_concepts(first if step.endswith("1") else second)
            elif isinstance(step, set):
                store.delete([f"posting/{name}" for name in step])
            else:
                tables = sample_tables(step, run=run)
                store.write(tables, replaced=[sample.id for sample in step])
            assert asked(store) == fresh(store, place / "fresh")


def test_a_copy_is_kept_until_nobody_reads_it(tmp_path: Path) -> None:
    taxonomy = small_taxonomy("1", "python")
    with LocalStore.open(tmp_path / "graph", create=True, taxonomy=taxonomy) as store:
        run = store.begin_run(RUN)
        store.write(sample_tables([Sample("a")], run=run))
        projection = Projection(store.workspace / "rdf")
        old = projection.current(store)
        workers = Workers(1)
        query = Request("SELECT (COUNT(*) AS ?n) { ?s a sw:Posting }")
        before = workers.ask(old, query, Limits()).body
        store.write(sample_tables([Sample("b")], run=run))
        assert projection.current(store).version > old.version
        assert old.home.exists()
        assert workers.ask(old, query, Limits()).body == before
        workers.close()
        store.write(sample_tables([Sample("c")], run=run))
        kept = projection.current(store)
        assert [copy.home for copy in projection._copies()] == [kept.home]
        names = {path.name for path in kept.home.parent.iterdir()}
        assert names == {kept.home.name, kept.home.name + ".lock", "making.lock"}


def test_what_a_kill_left_behind_is_cleared_away(tmp_path: Path) -> None:
    taxonomy = small_taxonomy("1", "python")
    with LocalStore.open(tmp_path / "graph", create=True, taxonomy=taxonomy) as store:
        home = store.workspace / "rdf"
        (home / "draft-1234" / "store").mkdir(parents=True)
        (home / "version-9-half").mkdir()
        engine = SparqlEngine(UpToDate(store))
        assert engine.query("ASK { <skill/python> ?p ?o }", Limits())
        engine.close()
        assert sorted(path.name for path in home.glob("*") if path.is_dir()) == [
            copy.home.name for copy in Projection(home)._copies()
        ]


def test_a_damaged_copy_is_made_anew(tmp_path: Path) -> None:
    taxonomy = small_taxonomy("1", "python")
    with LocalStore.open(tmp_path / "graph", create=True, taxonomy=taxonomy) as store:
        made = Projection(store.workspace / "rdf").current(store)
        for file in made.store.iterdir():
            file.write_bytes(b"?")
        engine = SparqlEngine(UpToDate(store))
        assert engine.query("ASK { <skill/python> ?p ?o }", Limits())
        engine.close()


def test_every_store_is_asked_alike(
    new_store: Callable[[Taxonomy], Store],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    taxonomy = small_taxonomy("1", "python", "sql", roles=["engineer"])
    samples = [Sample("a", skills=("skill/python", "skill/candidate-odd")), Sample("b", pay=9.5)]
    place = tmp_path_factory.mktemp("local") / "graph"
    found = []
    ask = "SELECT * { ?s ?p ?o FILTER(!CONTAINS(STR(?o), '/run/') && !CONTAINS(STR(?s), '/run/')) }"
    with (
        LocalStore.open(place, create=True, taxonomy=taxonomy) as local,
        new_store(taxonomy) as other,
    ):
        for store in (local, other):
            run = store.begin_run(RUN)
            store.write(sample_tables(samples, run=run))
            engine = SparqlEngine(UpToDate(cast(CopyableStore, store)))
            before = engine.query(ask, Limits())
            store.delete(["posting/b"])
            after = engine.query(ask, Limits())
            assert len(after) < len(before)
            found.append([{tuple(row.items()) for row in rows} for rows in (before, after)])
            engine.close()
    assert found[0] == found[1]
