"""The graph as RDF: its mapping, files in every syntax, and the way back."""
