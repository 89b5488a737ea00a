"""What things are: concepts, Record types, the graph schema, vocabularies."""
