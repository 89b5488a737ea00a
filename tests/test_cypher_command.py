"""``skillweave cypher`` and ``graph.cypher`` on a local graph, as a user meets them."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from command_line import Command
from skillweave import Graph
from skillweave.ontology.errors import QueryFailed, QueryRefused

pytest.importorskip("arcadedb_embedded")

NAMED = "MATCH (s:Skill {id: $id}) RETURN s.label AS label, s.kind AS kind"


def test_rows_are_printed_in_every_format(skillweave_command: Command, demo_graph: Path) -> None:
    def ask(*options: str) -> str:
        told = skillweave_command(
            "cypher", NAMED, "-p", "id=skill/python", *options, "-g", demo_graph
        )
        assert (told.code, told.err) == (0, "")
        return told.out

    assert "label" in ask()
    assert "Python" in ask()
    row = {"label": "Python", "kind": "technology"}
    assert json.loads(ask("--format", "json")) == [row]
    assert json.loads(ask("--format", "jsonl")) == row
    assert ask("--format", "csv").splitlines()[0] == "label,kind"


def test_parameters_are_typed(
    skillweave_command: Command, demo_graph: Path, tmp_path: Path
) -> None:
    file = tmp_path / "query.cypher"
    file.write_text("RETURN $n + 1 AS n, $t + '1' AS t, $l[1] AS l, $m.k AS m, $b AS b", "utf-8")
    told = skillweave_command(
        "cypher", "--file", file, "-g", demo_graph, "-f", "jsonl",
        "-p", "n=41", "-p", "t=text", "-p", "l=[1, 2]", "-p", 'm={"k": null}', "-p", "b=true",
    )  # fmt: skip
    assert json.loads(told.out) == {"n": 42, "t": "text1", "l": 2, "m": None, "b": True}


def test_rows_beyond_the_limit_are_said_to_be_there(
    skillweave_command: Command, demo_graph: Path
) -> None:
    query = "UNWIND range(1, 100) AS x RETURN x"
    told = skillweave_command("cypher", query, "-g", demo_graph, "--limit", "3", "-f", "jsonl")
    assert told.out.splitlines() == ['{"x":1}', '{"x":2}', '{"x":3}']
    assert told.err == "Only the first 3 rows; more with --limit.\n"


def test_named_queries_are_listed_and_asked(skillweave_command: Command, demo_graph: Path) -> None:
    listed = skillweave_command("cypher", "--list").out
    assert "role-skills\n    Which skills do postings for a role ask for" in listed
    assert "-p role=<Role>  the role" in listed
    told = skillweave_command(
        "cypher", "--named", "role-skills", "-p", "role=data engineer", "-n", "1",
        "-g", demo_graph, "-f", "jsonl",
    )  # fmt: skip
    row = json.loads(told.out)
    assert (row["skill"], row["postings"], row["share"]) == ("skill/python", 4, 1.0)
    assert told.err == "Only the first 1 rows; more with --limit.\n"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["MATCH (n) DELETE n"], 2, "DELETE is not for queries that read"),
        (["LOAD CSV FROM 'file:///x' AS l RETURN l"], 2, "a query that reads begins with"),
        (["RETURN 1; RETURN 2"], 2, "several statements"),
        (["CALL dbms.components()"], 2, "may not be called"),
        (["CREATE (n)", "--write"], 2, "Cypher only reads a local graph"),
        (["RETURN $x AS x"], 1, "x"),
        (["MATCH (n:Skill RETURN n"], 1, ""),
        (["RETURN 1", "-p", "1=2"], 2, "a parameter is NAME=VALUE"),
        ([], 2, "give a query or --file"),
        (["--file", "no/such.cypher"], 1, "the query cannot be read"),
        (["RETURN 1", "--named", "find"], 2, "only one of them"),
        (["--named", "find", "--write"], 2, "--named queries only read"),
        (["--named", "nothing"], 2, "no cypher query is named 'nothing'"),
        (["--named", "role-skills"], 2, "needs role"),
        (["--named", "find", "-p", "text=sql", "-p", "seconds=3"], 2, "no parameter seconds"),
        (["--named", "role-skills", "-p", "role=wizzard"], 2, "no role is named 'wizzard'"),
        (["RETURN 1", "--seconds", "0"], 2, "the limits of a query"),
        (["MATCH (a:Skill), (b:Skill), (c:Skill) WHERE a.label < c.id RETURN count(b.id)",
          "--seconds", "1"], 1, "the query took more than 1 s"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said(
    skillweave_command: Command, demo_graph: Path, arguments: list[str], code: int, message: str
) -> None:
    told = skillweave_command("cypher", *arguments, "-g", demo_graph)
    assert (told.code, told.out) == (code, ""), told
    assert message in told.err
    assert "Traceback" not in told.err


def test_no_graph_is_made_for_a_query(skillweave_command: Command, tmp_path: Path) -> None:
    told = skillweave_command("cypher", "CREATE (n)", "--write", "-g", tmp_path / "none.graph")
    assert told.code == 1
    assert "there is no graph" in told.err
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def graph(demo_graph: Path) -> Iterator[Graph]:
    with Graph.open(demo_graph) as opened:
        yield opened


def test_the_facade_takes_parameters_by_name(graph: Graph) -> None:
    (row,) = graph.cypher(NAMED, id="skill/python")
    assert row == {"label": "Python", "kind": "technology"}
    (row,) = graph.cypher(
        "RETURN $day.year AS year, $days AS days", day=date(2024, 2, 29), days=[1]
    )
    assert row == {"year": 2024, "days": [1]}
    assert graph.cypher("UNWIND [1, 2] AS x RETURN x", row_limit=1).complete is False


def test_the_facade_gives_every_form(graph: Graph) -> None:
    result = graph.cypher(
        "MATCH (p:Posting)-[e:FOR_ROLE]->(r:Role) RETURN p, e, r, p.title AS title ORDER BY p.id LIMIT 3"
    )
    assert result.columns == ("p", "e", "r", "title")
    assert len(result.rows) == result.arrow.num_rows == len(result.to_pandas()) == 3
    assert result.to_polars()["title"].to_list() == [row["title"] for row in result.rows]
    network = result.to_networkx()
    edges = {(row["p"]["id"], row["r"]["id"], "FOR_ROLE") for row in result.rows}
    assert set(network.edges(keys=True)) == edges
    assert network.nodes[result.rows[0]["p"]["id"]]["title"] == result.rows[0]["title"]


def test_the_facade_refuses_and_explains(graph: Graph) -> None:
    with pytest.raises(QueryRefused, match="MERGE is not for queries that read"):
        graph.cypher("MATCH (n) MERGE (m:Skill {id: 'x'}) RETURN m")
    with pytest.raises(QueryFailed):
        graph.cypher("MATCH (n:Skill RETURN n")
