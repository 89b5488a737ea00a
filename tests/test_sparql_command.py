"""``skillweave sparql``: queries, parameters, formats, and what it says when it cannot."""

import json
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
import rdflib

from command_line import Command
from skillweave import Graph

LABEL = "SELECT ?label { <skill/python> skos:prefLabel ?label }"


def test_rows_in_every_format(skillweave_command: Command, demo_graph: Path) -> None:
    def run(format: str) -> str:
        outcome = skillweave_command("sparql", LABEL, "-g", demo_graph, "-f", format)
        assert (outcome.code, outcome.err) == (0, "")
        return outcome.out

    assert "Python" in run("table")
    assert run("csv").splitlines() == ["label", "Python"]
    assert run("tsv").splitlines() == ["?label", '"Python"@en']
    assert json.loads(run("jsonl")) == {"label": "Python"}
    assert json.loads(run("json"))["results"]["bindings"][0]["label"]["value"] == "Python"
    assert '<literal xml:lang="en">Python</literal>' in run("xml")


def test_graphs_and_truth_values(skillweave_command: Command, demo_graph: Path) -> None:
    turtle = skillweave_command("sparql", "DESCRIBE <skill/python>", "-g", demo_graph)
    assert len(rdflib.Graph().parse(data=turtle.out, format="turtle")) > 5
    nothing = skillweave_command("sparql", "ASK { <x> ?p ?o }", "-g", demo_graph)
    assert "False" in nothing.out


def test_queries_from_files_with_parameters(
    skillweave_command: Command, demo_graph: Path, tmp_path: Path
) -> None:
    file = tmp_path / "query.rq"
    file.write_text(
        "SELECT ?p ?n { ?p a sw:Posting ; sw:hasRequirement/sw:option $s BIND($n AS ?n) }"
    )
    outcome = skillweave_command(
        "sparql", "--file", file, "-g", demo_graph, "-p", "s=<skill/python>", "-p", "n=7",
        "-n", "2", "-f", "jsonl",
    )  # fmt: skip
    assert [json.loads(line)["n"] for line in outcome.out.splitlines()] == [7, 7]
    assert "Only the first 2 rows" in outcome.err


def test_named_queries(skillweave_command: Command, demo_graph: Path) -> None:
    listed = skillweave_command("sparql", "--list").out
    assert "role-skills" in listed
    assert "-p role=<Role>" in listed
    outcome = skillweave_command(
        "sparql",
        "--named",
        "role-skills",
        "-p",
        "role=data engineer",
        "-g",
        demo_graph,
        "-f",
        "csv",
    )
    assert outcome.out.startswith("skill,label,kind,postings,share")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("CLEAR ALL",), 2, "only read"),
        (("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",), 2, "SERVICE"),
        (("SELECT * {",), 1, "cannot be read: error at 1:1"),
        ((), 2, "give a query or --file"),
        (("ASK {}", "--named", "find"), 2, "only one of them"),
        (("--named", "nothing"), 2, "no sparql query is named 'nothing'"),
        (("--named", "role-skills"), 2, "needs role"),
        (("--named", "find", "-p", "text=sql", "-p", "seconds=3"), 2, "no parameter seconds"),
        (("ASK {}", "-f", "ttl"), 2, "json, xml, not as ttl"),
        (("ASK {}", "-p", "x=1"), 2, "no parameter $x"),
        (("ASK { ?s ?p $x }", "-p", "x=<a b>"), 2, "is no IRI"),
    ],
)
def test_what_is_wrong_is_told(
    skillweave_command: Command,
    demo_graph: Path,
    arguments: tuple[str, ...],
    code: int,
    says: str,
) -> None:
    outcome = skillweave_command("sparql", *arguments, "-g", demo_graph)
    assert (outcome.code, outcome.out) == (code, "")
    assert says in outcome.err


def test_a_graph_that_is_being_built_is_asked_as_it_was(
    skillweave_command: Command, demo_graph: Path, tmp_path: Path
) -> None:
    graph = tmp_path / "built.graph"
    copytree(demo_graph, graph, ignore=ignore_patterns("rdf"))
    named = ("sparql", "--named", "role-skills", "-g", graph, "-f", "csv", "-p")
    with Graph.open(graph, create=True):
        never = skillweave_command("sparql", LABEL, "-g", graph)
        assert (never.code, never.out) == (1, "")
        assert "never asked in SPARQL" in never.err
    before = skillweave_command(*named, "role=data engineer")
    with Graph.open(graph, create=True):
        meanwhile = skillweave_command(*named, "role=Data Engineer")
        assert (meanwhile.code, meanwhile.out) == (0, before.out)
        assert meanwhile.err.startswith("The graph is being built; its version ")
        assert meanwhile.err.count("\n") == 1
        unknown = skillweave_command(*named, "role=engineer")
        assert unknown.code == 2
        assert "did you mean" in unknown.err
