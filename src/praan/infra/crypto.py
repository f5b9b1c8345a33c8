"""Field encryption: AES-256-GCM with versioned keys.

A sealed value is 1 byte of key version + 12 bytes of random nonce + ciphertext with its 16-byte tag. The
place it belongs to (`where`, e.g. "members.name:1001") is authenticated with it, so that a value copied into
another row or column does not open.
"""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass
from functools import cached_property

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12


class BrokenSeal(Exception):
    """The value was not sealed for this place, or not with a key that this process has."""


@dataclass(frozen=True)
class Vault:
    """Seals with the newest key, opens with any known one."""

    keys: dict[int, bytes]
    current: int

    @cached_property
    def _ciphers(self) -> dict[int, AESGCM]:
        return {version: AESGCM(key) for version, key in self.keys.items()}

    @classmethod
    def parse(cls, text: str) -> Vault:
        """From "1:<base64>,2:<base64>"; the last is current. Raises ValueError when a key is not 32 bytes."""
        keys: dict[int, bytes] = {}
        version = 0
        for part in text.split(","):
            number, _, encoded = part.strip().partition(":")
            version = int(number) if number.isdigit() else 0
            try:
                key = base64.b64decode(encoded, validate=True)
            except ValueError:
                key = b""
            if not 0 < version < 256 or len(key) != 32:
                raise ValueError("encryption keys are 'version:base64 of 32 bytes', version 1..255")
            keys[version] = key
        return cls(keys, version)

    def seal(self, text: str, where: str) -> bytes:
        """Sealed form of `text` for one place."""
        return self.seal_bytes(text.encode(), where)

    def seal_bytes(self, data: bytes, where: str) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._ciphers[self.current].encrypt(nonce, data, where.encode())
        return bytes((self.current,)) + nonce + sealed

    def open(self, sealed: bytes, where: str) -> str:
        """The text again; raises BrokenSeal."""
        return self.open_bytes(sealed, where).decode()

    def open_bytes(self, sealed: bytes, where: str) -> bytes:
        cipher = self._ciphers.get(sealed[0]) if sealed else None
        if cipher is None:
            raise BrokenSeal(where)
        nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        try:
            return cipher.decrypt(nonce, body, where.encode())
        except (InvalidTag, ValueError):  # ValueError: too short to hold a nonce
            raise BrokenSeal(where) from None

    def derive(self, purpose: str) -> bytes:
        """A 32-byte key of its own for another purpose, from the first key, so that rotation keeps it."""
        first = self.keys[min(self.keys)]
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(first)
