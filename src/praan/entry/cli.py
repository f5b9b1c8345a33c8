"""The `praan` command.

The commands of the local stack run `python -m praan.localstack` as another program: production code
never imports the package that starts databases for developers.
"""

import asyncio
import os
import sys
from typing import NoReturn

import click


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Praan Family Health OS."""


def _localstack(*arguments: str) -> NoReturn:
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


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Machine-readable output: to, subject, text.")
def mail(as_json: bool) -> None:
    """List the e-mails that the local stack has caught, oldest first."""
    _localstack("mail", *(["--json"] if as_json else []))


@main.command()
@click.argument("email")
def verify(email: str) -> None:
    """Say that the account with this e-mail address really has it, without a mailed link.

    Uses the database of PRAAN_DATABASE_URL, or else the local stack's.
    """
    # Imported here: the other commands should not wait for what only this one needs.
    import asyncpg

    from praan.entry.verify import verify_email
    from praan.identity.schemas import normal_email

    database_url = os.environ.get("PRAAN_DATABASE_URL")
    if database_url is None:
        _localstack("run", "worker", sys.executable, "-m", "praan.entry.cli", "verify", "--", email)
    try:
        address = normal_email(email)
    except ValueError as error:
        raise click.ClickException(f"{email!r} {error}") from None
    try:
        known = asyncio.run(verify_email(database_url, os.environ.get("PRAAN_REDIS_URL"), address))
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        raise click.ClickException(f"The database does not answer as it should: {error}") from None
    if not known:
        raise click.ClickException(f"Nobody has registered with {address}.")
    click.echo(f"{address} is verified.")


@main.command()
@click.argument("target", default="head")
def migrate(target: str) -> None:
    """Create the database roles and bring the schema to TARGET ("head", or "base" for empty)."""
    from praan.entry.database import TooOld
    from praan.entry.database import migrate as run

    try:
        run(target)
    except TooOld as error:
        raise click.ClickException(str(error)) from None


@main.command()
def api() -> None:
    """Serve the API and the web app."""
    from praan.entry.api import run
    from praan.infra.settings import Settings

    run(Settings())


@main.command()
def relay() -> None:
    """Take events from the outbox to the task queue."""
    from praan.entry.relay import run
    from praan.infra.settings import Settings

    run(Settings())


@main.command()
@click.option(
    "--queues",
    default="alerts,analysis,default,reports",
    show_default=True,
    help="Queues to serve, with commas.",
)
@click.option("--concurrency", default=1, show_default=True, type=click.IntRange(1, 64))
def worker(queues: str, concurrency: int) -> None:
    """Run background tasks."""
    from praan import wiring
    from praan.entry.worker import run, settings_for

    wanted = tuple(queues.split(","))
    if unknown := set(wanted) - set(wiring.QUEUES):
        raise click.BadParameter(f"no such queue: {', '.join(unknown)}; there are {', '.join(wiring.QUEUES)}")
    run(settings_for(wanted), wanted, concurrency)


@main.command()
def beat() -> None:
    """Send the tasks that run by the clock."""
    from praan.entry.beat import run
    from praan.infra.settings import Settings

    run(Settings())


@main.command()
def openapi() -> None:
    """Print the API's OpenAPI document."""
    from praan.entry.api import document

    click.echo(document())


@main.command()
def rebuild() -> None:
    """Derive every adherence score, reading and alert again from the logs."""
    from praan.adherence import service as adherence
    from praan.infra.runtime import open_runtime
    from praan.infra.settings import Settings
    from praan.vitals import service as vitals

    # With outside servers only their addresses are set: the keys are still the local stack's.
    if "PRAAN_ENCRYPTION_KEYS" not in os.environ:
        _localstack("run", "worker", sys.executable, "-m", "praan.entry.cli", "rebuild")

    async def work() -> tuple[int, int]:
        async with open_runtime(Settings()) as rt:
            return await adherence.rebuild_all(rt), await vitals.rebuild_all(rt)

    programs, members = asyncio.run(work())
    click.echo(f"Rebuilt the scores of {programs} programs and the readings of {members} members.")


@main.group()
def leaderboards() -> None:
    """The families' weekly boards."""


@leaderboards.command("rebuild")
def rebuild_leaderboards() -> None:
    """Derive the boards of this week and the last again from the scores."""
    from praan.infra.runtime import open_runtime
    from praan.infra.settings import Settings
    from praan.leaderboards.service import rebuild_all

    if "PRAAN_ENCRYPTION_KEYS" not in os.environ:
        _localstack("run", "worker", sys.executable, "-m", "praan.entry.cli", "leaderboards", "rebuild")

    async def work() -> int:
        async with open_runtime(Settings()) as rt:
            return await rebuild_all(rt)

    click.echo(f"Rebuilt the boards of {asyncio.run(work())} families.")


@main.group()
def search() -> None:
    """Keep the search index."""


@search.command("rebuild")
def search_rebuild() -> None:
    """Index every family's logs and notes anew; people go on searching meanwhile."""
    from praan.infra.runtime import open_runtime
    from praan.infra.settings import Settings
    from praan.search.index import rebuild_all

    if "PRAAN_ENCRYPTION_KEYS" not in os.environ:
        _localstack("run", "worker", sys.executable, "-m", "praan.entry.cli", "search", "rebuild")

    async def work() -> int:
        async with open_runtime(Settings()) as rt:
            return await rebuild_all(rt)

    click.echo(f"Indexed {asyncio.run(work())} logs.")


@main.group()
def deliveries() -> None:
    """Alerts on their way to people, by ids alone."""


@deliveries.command("dead")
@click.option("--most", default=100, show_default=True, type=click.IntRange(1, 10_000))
def dead_deliveries(most: int) -> None:
    """List deliveries that were given up, oldest first."""
    from praan.infra.runtime import open_runtime
    from praan.infra.settings import Settings
    from praan.notifications.delivery import dead

    if "PRAAN_ENCRYPTION_KEYS" not in os.environ:
        arguments = ("deliveries", "dead", "--most", str(most))
        _localstack("run", "worker", sys.executable, "-m", "praan.entry.cli", *arguments)

    async def work() -> None:
        async with open_runtime(Settings()) as rt:
            for row in await dead(rt, most):
                since = row["updated_at"].isoformat(timespec="seconds")
                click.echo(
                    f"{row['id']}  alert {row['alert_id']}  user {row['person_id']}  {row['channel']}"
                    f"  {row['occasion']}  {row['attempts']} tries  {row['error']}  {since}"
                )

    asyncio.run(work())


@deliveries.command("retry")
@click.argument("ids", nargs=-1, type=click.IntRange(1, 2**63 - 1))
def retry_deliveries(ids: tuple[int, ...]) -> None:
    """Try dead deliveries again: those with these IDS, or all of them."""
    from praan.infra.runtime import open_runtime
    from praan.infra.settings import Settings
    from praan.notifications.delivery import retry

    if "PRAAN_ENCRYPTION_KEYS" not in os.environ:
        arguments = ("deliveries", "retry", *map(str, ids))
        _localstack("run", "worker", sys.executable, "-m", "praan.entry.cli", *arguments)

    async def work() -> int:
        async with open_runtime(Settings()) as rt:
            return await retry(rt, ids or None)

    click.echo(f"Trying {asyncio.run(work())} deliveries again.")


def _address() -> str:
    """Where the local stack listens: PRAAN_PORT, else its default."""
    return f"http://127.0.0.1:{os.environ.get('PRAAN_PORT', '8000')}"


@main.command()
def tour() -> None:
    """Walk the main journey through the running Praan and print each step."""
    import httpx

    from praan.entry.tour import Tour, TourFailed

    try:
        asyncio.run(Tour(_address(), click.echo).walk())
    except TourFailed as error:
        raise click.ClickException(str(error)) from None
    except (httpx.HTTPError, OSError) as error:
        raise click.ClickException(
            f"Praan does not answer at {_address()} ({error}). Start it: make start"
        ) from None


@main.command()
def demo() -> None:
    """Add the demo family with 60 days of data and print its password."""
    from praan.entry.demo import EMAIL, make
    from praan.infra.runtime import open_runtime
    from praan.infra.settings import Settings

    if "PRAAN_DATABASE_URL" not in os.environ:
        _localstack("run", "api", sys.executable, "-m", "praan.entry.cli", "demo")

    async def work() -> str:
        async with open_runtime(Settings()) as rt:
            return await make(rt, click.echo)

    click.echo(f"Sign in as {EMAIL} with the password {asyncio.run(work())}")


if __name__ == "__main__":
    main()
