"""The three servers, really started."""

import asyncio
import json
import os
import secrets
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
import redis

from praan.localstack import LocalStackError, Services
from praan.localstack.home import Home
from praan.localstack.ports import ports_of


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    # A Unix socket's name may have 107 bytes: such a home must do too.
    services = Services(tmp_path_factory.mktemp("long") / ("h" * 120))
    services.start()
    yield services
    services.destroy()
    assert not services.home.path.exists()
    assert not services.home.servers.resolve().exists()


def ask(services: Services, statement: str) -> object:
    async def fetch() -> object:
        connection = await asyncpg.connect(services.environment("migrate")["PRAAN_ADMIN_DATABASE_URL"])
        try:
            return await connection.fetchval(statement)
        finally:
            await connection.close()

    return asyncio.run(fetch())


def valkey(services: Services) -> "redis.Redis":
    return redis.Redis.from_url(services.environment("api")["PRAAN_REDIS_URL"])


def test_every_file_of_the_home_is_private(services: Services) -> None:
    files = [path for path in services.home.path.rglob("*") if path.is_file()]

    assert services.home.secrets in files
    assert [path for path in files if stat.S_IMODE(path.stat().st_mode) & 0o177] == []
    assert stat.S_IMODE(services.home.path.stat().st_mode) & 0o067 == 0


def test_no_password_is_on_a_command_line(services: Services) -> None:
    lines = b"".join(Path(f"/proc/{child.pid}/cmdline").read_bytes() for child in services.children.values())

    for secret in vars(services.credentials).values():
        assert secret.encode() not in lines


def test_servers_do_not_run_as_root(services: Services) -> None:
    for child in services.children.values():
        assert Path(f"/proc/{child.pid}").stat().st_uid != 0


def test_servers_listen_on_loopback_only(services: Services) -> None:
    ports = ports_of_file(services)
    listening = {
        (fields[1].split(":")[0], int(fields[1].split(":")[1], 16))
        for name in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]
        if (fields := line.split())[3] == "0A"
    }
    addresses = {address for address, port in listening if port in ports}

    assert addresses == {"0100007F"}


def ports_of_file(services: Services) -> set[int]:
    kept = json.loads(services.home.ports.read_text()).values()
    return set(kept) | {port + 10_000 for port in kept}


def test_a_database_without_the_password_is_closed(services: Services) -> None:
    url = services.environment("migrate")["PRAAN_ADMIN_DATABASE_URL"]

    async def knock() -> None:
        await asyncpg.connect(url.replace(services.credentials.database_admin, "wrong"))

    with pytest.raises(asyncpg.InvalidPasswordError):
        asyncio.run(knock())


def test_valkey_without_the_password_is_closed(services: Services) -> None:
    url = services.environment("api")["PRAAN_REDIS_URL"].replace(services.credentials.valkey, "wrong")

    with pytest.raises(redis.AuthenticationError):
        redis.Redis.from_url(url).ping()


def test_each_process_gets_its_own_database_role(services: Services) -> None:
    roles = {
        process: services.environment(process)["PRAAN_DATABASE_URL"].split("//")[1].split(":")[0]
        for process in ("api", "relay", "worker", "beat", "analysis", "migrate")
    }

    assert roles == {
        "api": "praan_app",
        "relay": "praan_worker",
        "worker": "praan_worker",
        "beat": "praan_worker",
        "analysis": "praan_analysis",
        "migrate": "praan_owner",
    }
    assert "PRAAN_ADMIN_DATABASE_URL" not in services.environment("api")


def test_who_reads_photos_gets_no_keys(services: Services) -> None:
    holders = {
        process
        for process in ("api", "relay", "worker", "beat", "analysis")
        if {"PRAAN_ENCRYPTION_KEYS", "PRAAN_TOKEN_SECRET", "PRAAN_PUSH_KEY"} & set(services.environment(process))
    }

    assert holders == {"api", "relay", "worker", "beat"}


def test_a_second_start_from_the_same_home_is_refused(services: Services) -> None:
    with pytest.raises(LocalStackError, match="already running") as refused:
        Services(services.home.path).start()

    assert str(os.getpid()) in str(refused.value)


def test_data_survive_a_kill_and_a_restart(services: Services) -> None:
    ask(services, "CREATE TABLE kept (word text); ")
    ask(services, "INSERT INTO kept VALUES ('still here')")
    valkey(services).set("word", "still here")

    os.kill(services.children["postgres"].pid, signal.SIGKILL)
    services.revive("postgres")
    assert ask(services, "SELECT word FROM kept") == "still here"

    services.stop()
    services.start()

    assert ask(services, "SELECT word FROM kept") == "still here"
    assert valkey(services).get("word") == b"still here"
    assert services.is_ready("s3")


def test_praan_runs_on_outside_servers_and_starts_none(services: Services, tmp_path: Path) -> None:
    theirs = services.environment("migrate")
    theirs_to_send = services.environment("worker")["PRAAN_SMTP_URL"]
    home = tmp_path / "home"
    environment = {
        **os.environ,
        **{name: value for name, value in theirs.items() if name.startswith("PRAAN_S3_")},
        "PRAAN_DATABASE_URL": theirs["PRAAN_ADMIN_DATABASE_URL"],
        "PRAAN_REDIS_URL": theirs["PRAAN_REDIS_URL"],
        "PRAAN_SMTP_URL": theirs_to_send,
        "PRAAN_ENCRYPTION_KEYS": theirs["PRAAN_ENCRYPTION_KEYS"],
        "PRAAN_TOKEN_SECRET": theirs["PRAAN_TOKEN_SECRET"],
        "PRAAN_HOME": str(home),
        "PRAAN_PORT": str(22_000 + secrets.randbelow(10_000)),
    }

    def praan(*arguments: str) -> str:
        command = [sys.executable, "-m", "praan.entry.cli", *arguments]
        said = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False)
        assert said.returncode == 0, said.stdout
        return said.stdout

    try:
        praan("start")
        state = json.loads(praan("status", "--json"))
        assert {each["name"] for each in state["processes"]} == {
            "api",
            "relay",
            "alerts",
            "worker",
            "analysis",
            "beat",
        }
        assert state["servers"] == []
        children = json.loads((home / "run" / "children.json").read_text())
        seen = {name: Path(f"/proc/{children[name][0]}/environ").read_bytes() for name in ("api", "analysis")}
        assert services.credentials.database_admin.encode() not in seen["api"]
        assert b"postgresql://praan_app:" in seen["api"]
        for key in (theirs["PRAAN_ENCRYPTION_KEYS"], theirs["PRAAN_TOKEN_SECRET"]):
            assert key.encode() in seen["api"]
            assert key.encode() not in seen["analysis"]
    finally:
        praan("reset", "--yes")


def test_ports_are_kept_unless_another_program_took_one(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.prepare()
    said: list[str] = []
    first = ports_of(home, said.append)

    assert ports_of(home, said.append) == first
    assert said == []

    with socket.socket() as other:
        other.bind(("127.0.0.1", first["valkey"]))
        other.listen()
        second = ports_of(home, said.append)

    assert second["valkey"] != first["valkey"]
    assert {**second, "valkey": 0} == {**first, "valkey": 0}
    assert len(said) == 1


def test_a_port_that_is_lost_between_its_choice_and_its_use_is_replaced(tmp_path: Path) -> None:
    services = Services(tmp_path / "home", outside={"PRAAN_DATABASE_URL": "unused", "PRAAN_S3_ENDPOINT": "unused"})
    said: list[str] = []
    with socket.socket() as other:

        def squat(line: str) -> None:
            said.append(line)
            if line.startswith("Starting"):
                other.bind(("127.0.0.1", json.loads(services.home.ports.read_text())["valkey"]))
                other.listen()

        services.start(squat)
        try:
            lost = other.getsockname()[1]
            assert f"Port {lost} of valkey is used by another program now: taking another." in said
            assert json.loads(services.home.ports.read_text())["valkey"] != lost
            assert services.is_ready("valkey")
        finally:
            services.destroy()


def test_a_full_disk_is_told_in_clear_words(tmp_path: Path) -> None:
    home = Home(tmp_path)

    with pytest.raises(LocalStackError, match="is full"):
        home.demand_room(needed=2**60)


def test_outside_servers_are_used_instead(tmp_path: Path) -> None:
    outside = {
        "PRAAN_DATABASE_URL": "postgresql://boss:pw@db.example:6000/health?sslmode=require",
        "PRAAN_REDIS_URL": "rediss://:pw@cache.example:7000/0",
        "PRAAN_S3_ENDPOINT": "https://s3.example",
        "PRAAN_S3_BUCKET": "photos",
        "PRAAN_S3_ACCESS_KEY": "id",
        "PRAAN_S3_SECRET_KEY": "key",
        "PRAAN_SMTP_URL": "smtps://me:pw@mail.example",
    }
    services = Services(tmp_path / "home", outside=outside)
    services.start()
    try:
        assert services.children == {}
        found = services.environment("analysis")
        password = services.credentials.database_analysis
        assert found["PRAAN_DATABASE_URL"] == (
            f"postgresql://praan_analysis:{password}@db.example:6000/health?sslmode=require"
        )
        assert found["PRAAN_BROKER_URL"] == "rediss://:pw@cache.example:7000/1"
        assert found["PRAAN_S3_BUCKET"] == "photos"
        assert services.environment("worker")["PRAAN_SMTP_URL"] == outside["PRAAN_SMTP_URL"]
        assert services.environment("migrate")["PRAAN_ADMIN_DATABASE_URL"] == outside["PRAAN_DATABASE_URL"]
    finally:
        services.destroy()
