"""Pure building blocks: errors, identifiers, clocks, paging. Nothing here has a socket or a lifetime."""
