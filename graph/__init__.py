"""Where the graph is kept: the store protocol and the stores."""
