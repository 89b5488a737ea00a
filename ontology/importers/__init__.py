"""Where the built-in taxonomy comes from: facts of public sources, merged with curated tables.

``python -m skillweave.ontology.importers --shared DIR`` writes ``ontology/data`` anew. The same
sources and tables always give the same bytes. Only facts are taken over (names, aliases, codes,
links), never definitions or descriptions; ``ontology/data/NOTICE.md`` names the sources.
"""
