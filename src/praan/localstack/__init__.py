"""PostgreSQL, Valkey and an S3 server as child processes on loopback, for one machine and for tests.

Production code never imports this package. `Services` starts the three servers; `python -m
praan.localstack` adds Praan's own processes and watches them all.
"""

from praan.localstack.failure import LocalStackError
from praan.localstack.services import Services

__all__ = ["LocalStackError", "Services"]
