"""Every id has one IRI, which RDF libraries take, and every such IRI one id."""

import pyoxigraph
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rdflib.util import from_n3

from rdf_samples import ODD
from skillweave.graph.rdf.terms import escape, iri, node_id, posting_graph, value_iri
from skillweave.ontology.schema import BASE_IRI, NODES

MARKERS = [node.marker for node in NODES.values() if node.marker.endswith("/")]
IDS = st.one_of(
    st.builds(str.__add__, st.sampled_from([*MARKERS, "encoded/", "graph/", BASE_IRI, ""]), ODD),
    st.builds("http://example.org/{}#{}".format, ODD, ODD),
    st.from_regex(r"[a-z]{1,4}:(//)?[a-z@:\[\]0-9/?#.]{0,12}", fullmatch=True),
)


@given(IDS)
@example("http://[::1]:80x/")
@example("skill/c#a#b")
@example("posting/100%")
@example(BASE_IRI + "skill/python")
@example("encoded/skill%2Fx")
def test_ids_go_to_iris_and_back(node: str) -> None:
    found = iri(node)
    pyoxigraph.NamedNode(found)
    assert list(
        pyoxigraph.parse(f"<{found}> <{found}> <{found}> .", format=pyoxigraph.RdfFormat.N_TRIPLES)
    )
    assert node_id(found) == node


@given(st.lists(IDS, unique=True, max_size=8))
def test_different_ids_have_different_iris(nodes: list[str]) -> None:
    assert len({iri(node) for node in nodes}) == len(nodes)


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        ("skill/c-plus-plus", BASE_IRI + "skill/c-plus-plus"),
        ("posting/a%20b%231#req-0-9", BASE_IRI + "posting/a%20b%231#req-0-9"),
        ("place/são-paulo", BASE_IRI + "place/são-paulo"),
        ("http://data.europa.eu/esco/skill/1", "http://data.europa.eu/esco/skill/1"),
    ],
)
def test_usual_ids_stay_as_they_are(node: str, expected: str) -> None:
    assert iri(node) == expected


def test_another_base_is_put_before_ids_alone() -> None:
    base = "https://example.org/"
    assert iri("skill/python", base) == "https://example.org/skill/python"
    assert node_id("https://example.org/skill/python", base) == "skill/python"
    assert posting_graph("posting/a", base) == "https://example.org/graph/posting/a"
    assert value_iri("sw:modality", "required").startswith(BASE_IRI)


@given(ODD)
def test_escaped_texts_are_read_back_by_two_libraries(text: str) -> None:
    literal = f'"{escape(text)}"'
    line = f"<http://e/a> <http://e/b> {literal} ."
    (quad,) = pyoxigraph.parse(line, format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, pyoxigraph.Literal)
    assert quad.object.value == text
    assert str(from_n3(literal)) == text
