"""Settings from PRAAN_* environment variables. Secrets are SecretStr and never printed."""

from __future__ import annotations

import base64
from email.utils import parseaddr
from functools import cached_property
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from praan.infra.crypto import Vault
from praan.infra.push import Signer
from praan.infra.smtp import LOOPBACK, Server, server_of


class Settings(BaseSettings):
    """One process's settings; `PRAAN_` + the field's name in capitals."""

    model_config = SettingsConfigDict(env_prefix="PRAAN_", extra="ignore", frozen=True, hide_input_in_errors=True)

    env: Literal["development", "test", "production"] = "development"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    public_url: str = ""

    database_url: SecretStr
    pool_size: int = Field(default=10, ge=1, le=200)
    redis_url: SecretStr
    broker_url: SecretStr | None = None
    # Seconds after which the task of a worker that died goes to another; a task may take two thirds of it.
    task_lease_s: int = Field(default=30, ge=6, le=3600)

    s3_endpoint: str
    s3_region: str = "us-east-1"
    s3_bucket: str = "praan"
    s3_access_key: SecretStr
    s3_secret_key: SecretStr

    encryption_keys: SecretStr
    token_secret: SecretStr

    rate_limit_user: int = Field(default=100, ge=1)
    rate_limit_logs: int = Field(default=60, ge=1)
    rate_limit_sign_in: int = Field(default=10, ge=1)
    rate_limit_address: int = Field(default=60, ge=1)
    rate_limit_mail: int = Field(default=3, ge=1)
    rate_limit_mail_day: int = Field(default=24, ge=1)
    rate_limit_invitations: int = Field(default=50, ge=1)

    smtp_url: SecretStr = SecretStr("")
    mail_from: str = Field(default="", pattern=r"^([^\r\n<>]*<[^@\s<>]+@[^@\s<>]+>|[^@\s<>]+@[^@\s<>]+)?$")

    push_key: SecretStr = SecretStr("")
    push_private: bool = False

    vision: Literal["local", "openai"] = "local"
    vision_url: str = ""
    vision_model: str = ""
    vision_api_key: SecretStr = SecretStr("")

    metrics_token: SecretStr = SecretStr("")
    trusted_proxies: str = ""
    web_dir: Path | None = None

    @field_validator("token_secret")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        if len(base64.b64decode(value.get_secret_value())) < 32:
            raise ValueError("must be base64 of at least 32 bytes")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _an_smtp_url(cls, value: SecretStr) -> SecretStr:
        if url := value.get_secret_value():
            server_of(url)
        return value

    @field_validator("mail_from")
    @classmethod
    def _a_sender(cls, value: str) -> str:
        if value and "@" not in parseaddr(value)[1]:
            raise ValueError('must be an address or Name <address>; a name with a comma stands in ""')
        return value

    @field_validator("push_key")
    @classmethod
    def _a_private_key(cls, value: SecretStr) -> SecretStr:
        if key := value.get_secret_value():
            Signer(key, "")
        return value

    @model_validator(mode="after")
    def _pushes_go_out(self) -> Settings:
        if self.env == "production" and self.push_private:
            raise ValueError("PRAAN_PUSH_PRIVATE is for tests: it would let strangers reach this network")
        return self

    @model_validator(mode="after")
    def _links_lead_home(self) -> Settings:
        # A link in a letter must never be made of whatever address this process happens to listen on.
        if self.env == "production" and not self.public_url:
            raise ValueError("PRAAN_PUBLIC_URL must be set in production: links in e-mails begin with it")
        return self

    @cached_property
    def vault(self) -> Vault:
        """The keys of what is sealed; raises ValueError when they are none."""
        return Vault.parse(self.encryption_keys.get_secret_value())

    @cached_property
    def token_key(self) -> bytes:
        return base64.b64decode(self.token_secret.get_secret_value())

    @cached_property
    def celery_broker(self) -> str:
        """The broker's URL: its own, or database 1 of the cache's server."""
        if self.broker_url is not None:
            return self.broker_url.get_secret_value()
        url = self.redis_url.get_secret_value().rstrip("/")
        head, _, database = url.rpartition("/")
        return f"{head}/1" if database.isdigit() else f"{url}/1"

    @cached_property
    def smtp_server(self) -> Server | None:
        """Where letters go; None = nowhere yet, so that they wait."""
        url = self.smtp_url.get_secret_value()
        return server_of(url) if url else None

    @cached_property
    def mail_sender(self) -> str:
        """Whom letters are from: `Name <address>` or an address."""
        host = urlsplit(self.origin).hostname or "localhost"
        return self.mail_from or f"Praan <praan@{'localhost' if host in LOOPBACK else host}>"

    @cached_property
    def push_signer(self) -> Signer | None:
        """Signs what is pushed to browsers; None = nothing is."""
        key = self.push_key.get_secret_value()
        return Signer(key, f"mailto:{parseaddr(self.mail_sender)[1]}") if key else None

    @cached_property
    def origin(self) -> str:
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"


class KeylessSettings(Settings):
    """Settings of a process that opens nothing sealed and knows no session: the worker of the photos.

    It reads bytes that strangers made, so it is given neither the keys nor the secret.
    """

    model_config = SettingsConfigDict(validate_default=False)

    encryption_keys: SecretStr = SecretStr("")
    token_secret: SecretStr = SecretStr("")

    @cached_property
    def vault(self) -> Vault:
        """Holds no key: it seals nothing (KeyError) and opens nothing (BrokenSeal)."""
        return Vault({}, 0)
