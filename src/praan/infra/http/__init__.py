"""The HTTP edge: pure ASGI middleware, problem+json, strict headers."""
