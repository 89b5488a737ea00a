"""SPARQL from users: the copy of the graph that is asked, the processes that answer, the results.

Nothing is imported here: the process that runs queries (:mod:`skillweave.graph.sparql.helper`)
passes through this module and has to start at once.
"""
