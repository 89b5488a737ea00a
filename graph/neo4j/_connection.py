"""Connecting to a Neo4j server that can hold a graph."""

import logging

import neo4j

from skillweave.graph.neo4j._access import Access
from skillweave.graph.neo4j._failures import check_version, translated_errors

# The driver tells of every retry; that is for those who set up logging.
logging.getLogger("neo4j").addHandler(logging.NullHandler())


def connect(access: Access) -> neo4j.Driver:
    """Connect, and see that the server is one that can hold a graph.

    Raises:
        GraphUnreachable: no server answers.
        GraphAccess: it refuses the credentials.
        GraphNotFound: it has no database of that name.
        GraphVersion: it is older than 5.26.
    """
    with translated_errors(access):
        driver = neo4j.GraphDatabase.driver(
            access.address,
            auth=(access.user, access.password.reveal()),
            max_transaction_retry_time=access.retry_seconds,
            connection_timeout=15.0,
            keep_alive=True,
            notifications_min_severity=neo4j.NotificationMinimumSeverity.OFF,
            user_agent="skillweave",
        )
        try:
            check_version(driver.get_server_info().agent, access)
            driver.execute_query(  # says at once whether there is such a database
                "RETURN 1", database_=access.database, routing_=neo4j.RoutingControl.READ
            )
        except BaseException:
            driver.close()
            raise
    return driver
