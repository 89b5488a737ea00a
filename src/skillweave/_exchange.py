"""A graph as files and as objects of other libraries."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from skillweave._opening import open_store
from skillweave.ontology.schema import BASE_IRI

if TYPE_CHECKING:
    import networkx
    import rdflib

    from skillweave.graph.job_postings import JobPostingsWritten
    from skillweave.graph.networks import NetworkFormat
    from skillweave.graph.rdf.export import Part, Written
    from skillweave.graph.rdf.importing import Imported
    from skillweave.graph.rdf.mapping import Progress
    from skillweave.graph.rdf.syntaxes import Syntax
    from skillweave.graph.transfer import CopyableStore


class Exchange:
    """A graph that can be given to others and taken from them."""

    store: "CopyableStore"

    def export_rdf(
        self,
        path: str | Path,
        *,
        syntax: "Syntax | None" = None,
        base: str = BASE_IRI,
        only: "Part | None" = None,
        complete: bool = True,
        progress: "Progress | None" = None,
    ) -> "Written":
        """Write the graph as RDF, and a description of the file in VoID and DCAT beside it.

        The same graph gives the same bytes, in whatever order it was built.

        Args:
            path: the file; its name tells syntax (``.nt .nq .ttl .trig .jsonld .rdf``) and
                compression (``.gz .zst``).
            syntax: the syntax, where the name does not tell.
            base: what the ids of nodes are put behind to be IRIs.
            only: one part: "taxonomy", "postings" or "derived"; by default all.
            complete: whether to write also what :meth:`import_rdf` needs: texts, Records, logs.
            progress: is told how many postings are done, of how many.

        Returns:
            The file, how many statements it holds, its size and the description's file.

        Raises:
            UsageError: the file cannot be written, or its name tells no syntax.
        """
        from skillweave.graph.rdf.export import write_dump

        return write_dump(
            self.store,
            Path(path),
            syntax=syntax,
            base=base,
            only=only,
            complete=complete,
            progress=progress,
        )

    @staticmethod
    def import_rdf(
        source: str | Path,
        to: str | Path,
        *,
        syntax: "Syntax | None" = None,
        base: str = BASE_IRI,
        progress: "Progress | None" = None,
    ) -> "Imported":
        """Read a complete dump into a new graph, whose tables are equal to those of the old one.

        Args:
            source: the file.
            to: a new or empty graph directory, or a server's address.
            syntax: the syntax, where the file's name does not tell.
            base: what the ids of nodes were put behind.
            progress: is told how many postings are done, of how many.

        Returns:
            How many statements were read and ignored, and how many postings written.

        Raises:
            InputError: the file cannot be read, or is no complete dump; nothing was written.
            UsageError: the graph holds postings.
        """
        from skillweave.graph.rdf.importing import read_dump

        return read_dump(
            Path(source),
            lambda: open_store(to, create=True, load_taxonomy=False),
            base=base,
            syntax=syntax,
            progress=progress,
        )

    def to_rdflib(
        self, around: Iterable[str] | None = None, *, steps: int = 1, base: str = BASE_IRI
    ) -> "rdflib.Graph":
        """Make an rdflib ``Graph`` of the graph, or of the neighbourhood of some nodes.

        Args:
            around: ids of the nodes in the middle; by default the graph is given whole.
            steps: how many edges away the other nodes may be.
            base: what ids are put behind.

        Raises:
            UnknownName: there is no node of one of these ids.

        Note:
            Meant for parts and small graphs: rdflib takes some ten microseconds a triple.
        """
        from skillweave.graph.rdf.exchange import to_graph

        return to_graph(self.store, around, steps=steps, base=base)

    def to_rdflib_dataset(
        self, around: Iterable[str] | None = None, *, steps: int = 1, base: str = BASE_IRI
    ) -> "rdflib.Dataset":
        """As :meth:`to_rdflib`, with a named graph for each posting and one for the taxonomy."""
        from skillweave.graph.rdf.exchange import to_dataset

        return to_dataset(self.store, around, steps=steps, base=base)

    def to_networkx(
        self, around: Iterable[str] | None = None, *, steps: int = 1
    ) -> "networkx.MultiDiGraph[str]":
        """Make a networkx graph of the graph, or of the neighbourhood of some nodes.

        Nodes are named by their ids and have their properties, and their label under ``_label``;
        edges have their type as key.

        Args:
            around: ids of the nodes in the middle; by default the graph is given whole.
            steps: how many edges away the other nodes may be.

        Raises:
            UnknownName: there is no node of one of these ids.
        """
        from skillweave.graph.networks import to_networkx

        return to_networkx(self.store, around, steps=steps)

    def export_network(
        self,
        path: str | Path,
        format: "NetworkFormat",
        around: Iterable[str] | None = None,
        *,
        steps: int = 1,
    ) -> "networkx.MultiDiGraph[str]":
        """Write the graph, or the neighbourhood of some nodes, for programs that draw graphs.

        Args:
            path: the file.
            format: "graphml", "gexf" or "node-link" (JSON).
            around: ids of the nodes in the middle; by default the graph is given whole.
            steps: how many edges away the other nodes may be.

        Returns:
            What was written, as a networkx graph.
        """
        from skillweave.graph.networks import write_network

        network = self.to_networkx(around, steps=steps)
        write_network(network, Path(path), format)
        return network

    def export_job_postings(
        self, path: str | Path, *, only_complete: bool = False
    ) -> "JobPostingsWritten":
        """Write each posting as a schema.org JobPosting in JSON-LD.

        Args:
            path: a file of JSON lines (``.jsonl``) or of one document (``.jsonld``), or else a
                directory that gets a file a posting.
            only_complete: whether to leave out those that lack what search engines require.

        Returns:
            How many were written, and how many lack what.
        """
        from skillweave.graph.job_postings import write_job_postings

        return write_job_postings(self.store, Path(path), only_complete=only_complete)
