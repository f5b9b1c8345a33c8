"""Everything with a socket or a lifetime: database, cache, object storage, queue, HTTP edge."""
