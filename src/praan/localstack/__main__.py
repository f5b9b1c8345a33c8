"""`python -m praan.localstack up|start|down|reset|status|mail|run`."""

import errno
import json
import os
import sys
from collections.abc import Callable

import click

from praan.localstack import background, status
from praan.localstack.environment import DATABASE_ROLES
from praan.localstack.failure import LocalStackError
from praan.localstack.home import Home, default_home
from praan.localstack.mail import caught
from praan.localstack.services import Services
from praan.localstack.supervisor import Supervisor


def _port() -> int:
    said = os.environ.get("PRAAN_PORT") or "8000"
    if not said.isdigit() or not 1 <= int(said) <= 65535:
        raise LocalStackError(f"PRAAN_PORT must be a number from 1 to 65535, not {said!r}.")
    return int(said)


def _services() -> Services:
    return Services(default_home(), port=_port(), outside=os.environ)


@click.group()
def main() -> None:
    """Praan's servers and processes on this machine."""


@main.command()
def up() -> None:
    """Start everything and stay in the foreground."""
    Supervisor(_services()).run()


@main.command()
def start() -> None:
    """Start everything in the background; returns when Praan is ready."""
    sys.exit(background.start(Home(default_home())))


@main.command()
def down() -> None:
    """Stop everything; data stay."""
    stopped = background.down(Home(default_home()))
    click.echo("Praan is stopped." if stopped else "Praan is not running.")


@main.command()
@click.option("--yes", is_flag=True)
def reset(yes: bool) -> None:
    """Delete data, photos and secrets for good."""
    home = Home(default_home())
    if not home.path.exists():
        click.echo(f"There is nothing at {home.path}.")
        return
    if not home.secrets.exists():
        raise LocalStackError(f"{home.path} does not look like Praan's folder: nothing was deleted.")
    if not yes:
        if not sys.stdin.isatty():
            raise LocalStackError("Nothing was deleted: say `praan reset --yes` when nobody can be asked.")
        click.confirm(f"Delete all data, photos and secrets in {home.path} for good?", abort=True)
    background.down(home)
    home.delete()
    click.echo(f"Deleted {home.path}.")


@main.command("status")
@click.option("--json", "as_json", is_flag=True)
def show_status(as_json: bool) -> None:
    """List processes, addresses and health; exit code 0 only when Praan is ready."""
    state = status.look(Home(default_home()))
    click.echo(json.dumps(state, indent=2) if as_json else status.as_text(state))
    sys.exit(0 if state["ready"] else 1)


@main.command()
@click.option("--json", "as_json", is_flag=True)
def mail(as_json: bool) -> None:
    """Show what the mail catcher holds, oldest first."""
    letters = caught(Home(default_home()))
    if as_json:
        click.echo(json.dumps([letter._asdict() for letter in letters], indent=2, ensure_ascii=False))
        return
    for letter in letters:
        click.echo(f"To: {letter.to}\nSubject: {letter.subject}\n\n{letter.text.rstrip()}\n{'=' * 72}")
    click.echo(f"{len(letters)} letters." if letters else "No letter has arrived.")


@main.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.argument("process", type=click.Choice(sorted(DATABASE_ROLES)))
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
def run(process: str, command: tuple[str, ...]) -> None:
    """Run COMMAND with the environment of PROCESS (the servers must be up)."""
    os.execvpe(command[0], list(command), {**os.environ, **_services().environment(process)})  # noqa: S606


def _in_plain_words(act: Callable[[], object]) -> None:
    try:
        act()
    except LocalStackError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        click.echo(f"The disk is full ({error.filename or default_home()}). Free some space.", err=True)
        sys.exit(1)


if __name__ == "__main__":
    _in_plain_words(main)
