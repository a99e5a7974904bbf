"""A key made of software, which answers as WebAuthn Level 3 §6 says a real one does."""

import hashlib
import json
import secrets
import struct
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
ORIGIN, PARTY = "http://localhost:8000", "localhost"


class Authenticator:
    """One passkey (ES256). `verifies` is whether its user shows a finger or types a PIN."""

    def __init__(self, *, origin: str = ORIGIN, verifies: bool = True, count: int = 0) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(32)
        self.origin, self.count = origin, count
        self.flags = PRESENT | (VERIFIED if verifies else 0)

    def make(self, options: str) -> str:
        """Registration, without an attestation."""
        public = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: _32(public.x), -3: _32(public.y)}
        data = self._data(ATTESTED) + bytes(16) + struct.pack(">H", len(self.id)) + self.id
        made = {"fmt": "none", "attStmt": {}, "authData": data + cbor2.dumps(cose)}
        client = self._client("webauthn.create", options)
        return self._said({"clientDataJSON": client, "attestationObject": cbor2.dumps(made)})

    def sign(self, options: str) -> str:
        """Assertion; the counter goes on by one where there is one."""
        self.count += 1 if self.count else 0
        data, client = self._data(0), self._client("webauthn.get", options)
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        parts = {"clientDataJSON": client, "authenticatorData": data, "signature": signed}
        return self._said(parts)

    def _data(self, more: int) -> bytes:
        party = hashlib.sha256(PARTY.encode()).digest()
        return party + struct.pack(">BI", self.flags | more, self.count)

    def _client(self, kind: str, options: str) -> bytes:
        challenge = json.loads(options)["challenge"]
        assert base64url_to_bytes(challenge)
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _said(self, parts: dict[str, bytes]) -> str:
        name = bytes_to_base64url(self.id)
        response: dict[str, Any] = {key: bytes_to_base64url(part) for key, part in parts.items()}
        response["transports"] = ["internal", "hybrid", "something new"]
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


def _32(number: int) -> bytes:
    return number.to_bytes(32, "big")
