"""The `praan` command.

The commands of the local stack run `python -m praan.localstack` as another program: production code
never imports the package that starts databases for developers.
"""

import os
import sys

import click


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Praan Family Health OS."""


def _localstack(*arguments: str) -> None:
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "praan.localstack", *arguments])  # noqa: S606


@main.command()
def up() -> None:
    """Start everything on this machine and stay in the foreground."""
    _localstack("up")


@main.command()
def start() -> None:
    """Start everything in the background; returns when Praan is ready."""
    _localstack("start")


@main.command()
def down() -> None:
    """Stop everything that `praan up` or `praan start` started; data stay."""
    _localstack("down")


@main.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def reset(yes: bool) -> None:
    """Delete the local data, photos and secrets for good."""
    _localstack("reset", *(["--yes"] if yes else []))


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")
def status(as_json: bool) -> None:
    """List the processes of the local stack, their addresses and health."""
    _localstack("status", *(["--json"] if as_json else []))


if __name__ == "__main__":
    main()
