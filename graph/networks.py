"""The graph as a networkx graph, and files that graph programs read.

========= =======================================================================
graphml   GraphML, http://graphml.graphdrawing.org/
gexf      GEXF 1.2, https://gexf.net/
node-link JSON as ``networkx.node_link_graph`` reads it
========= =======================================================================
"""

import json
import os
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from skillweave.graph.neighbourhood import part_of
from skillweave.graph.store import Store
from skillweave.ontology.errors import UsageError
from skillweave.ontology.schema import NODES

if TYPE_CHECKING:
    import networkx

    Network: TypeAlias = networkx.MultiDiGraph[str]

NetworkFormat = Literal["graphml", "gexf", "node-link"]
"""A kind of file."""

LABEL: Final = "_label"
"""Attribute of a node that holds its label."""

_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def to_networkx(store: Store, around: Iterable[str] | None = None, *, steps: int = 1) -> "Network":
    """Make a networkx graph of a graph, or of a part of it.

    Nodes are named by their ids, and have their properties and their label, under ``_label``, as
    attributes. Edges have their type as key, and their properties if they are derived. What a node
    does not have is not there.

    Args:
        store: the graph.
        around: ids of the nodes in the middle; by default the graph is given whole.
        steps: how many edges away the other nodes may be.

    Raises:
        UnknownName: there is no node of one of these ids.

    Note:
        Memory: about two kilobytes a node; a whole graph of fifty thousand postings takes a
        gigabyte.
    """
    import networkx

    network: Network = networkx.MultiDiGraph()
    for name, table in part_of(store, around, steps=steps):
        for batch in table.to_batches(10_000):
            for row in batch.to_pylist():
                values = {key: value for key, value in row.items() if value is not None}
                if name in NODES:
                    node = values.pop("id")
                    network.add_node(node, **{LABEL: name}, **values)
                else:
                    ends = values.pop("source"), values.pop("target")
                    network.add_edge(*ends, key=name, **values)
    return network


def write_network(network: "Network", path: Path, format: NetworkFormat) -> None:
    """Write a networkx graph to a file.

    XML has no lists and not all characters: in GraphML and GEXF lists are written as JSON, days
    and times as text, and control characters as U+FFFD.

    Args:
        network: the graph, as :func:`to_networkx` makes it.
        path: the file.
        format: its kind.

    Raises:
        UsageError: the file cannot be written.
    """
    import networkx

    draft = path.with_name(f".{path.name}.part")
    try:
        with draft.open("wb") as file:
            if format == "node-link":
                data = networkx.node_link_data(network, edges="edges")
                text = json.dumps(data, ensure_ascii=False, default=str)
                file.write(text.encode())
            elif format == "graphml":
                networkx.write_graphml_lxml(_for_xml(network, keyed=False), file)
            else:
                networkx.write_gexf(_for_xml(network, keyed=True), file)
        os.replace(draft, path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        draft.unlink(missing_ok=True)


def _for_xml(network: "Network", *, keyed: bool) -> "Network":
    # A copy whose attributes XML can hold; GEXF tells edges apart by an id, and calls the text
    # that is shown at a node its label.
    copy = network.__class__()
    for node, attributes in network.nodes(data=True):
        plain = {key: _plain(value) for key, value in attributes.items()}
        copy.add_node(_clean(node), **plain)
    for number, (source, target, key, attributes) in enumerate(network.edges(keys=True, data=True)):
        plain = {name: _plain(value) for name, value in attributes.items()}
        if keyed:
            plain |= {"id": str(number), "label": key}
        copy.add_edge(_clean(source), _clean(target), key=key, _type=key, **plain)
    return copy


def _plain(value: Any) -> str | int | float | bool:
    if isinstance(value, list):
        return _clean(json.dumps(value, ensure_ascii=False))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return _clean(value)
    number: int | float | bool = value
    return number


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)
