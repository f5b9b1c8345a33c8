"""90-day care programs, their phases and versioned goals."""
