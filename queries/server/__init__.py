"""A SPARQL 1.1 Protocol endpoint over a graph, and its IRIs as pages and data."""
