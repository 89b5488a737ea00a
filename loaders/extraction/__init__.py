"""From a page to a Record: what the posting says, each fact with its evidence."""
