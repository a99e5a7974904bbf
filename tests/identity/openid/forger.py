"""A provider that lies: everything is right but for what a test bends."""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import time
from typing import Any, Self
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

Bend = Callable[[dict[str, Any]], dict[str, Any]]


class Forger:
    """`bend` changes the claims, `sign` makes the token of them, `metadata` what discovery says."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}, auto_kid=True)
        self.published = self.key
        self.nonce = ""
        self.subject = "forged-1"
        self.phone: dict[str, Any] = {"phone_number": "+84912000001", "phone_number_verified": True}
        self.bend: Bend = lambda claims: claims
        self.sign: Callable[[dict[str, Any]], str] = self.signed
        self.metadata: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {}
        self.asked: list[tuple[str, dict[str, list[str]], str]] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> Self:
        Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def signed(self, claims: dict[str, Any], key: RSAKey | None = None, kid: str = "one") -> str:
        return jwt.encode({"alg": "RS256", "kid": kid}, claims, key or self.key)

    def signed_with_public_key(self, claims: dict[str, Any]) -> str:
        """As if the public key were a secret that both sides know (RFC 8725, 2.1)."""
        parts = [{"alg": "HS256", "kid": "one", "typ": "JWT"}, claims]
        text = b".".join(
            urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts
        )
        signature = hmac.digest(self.key.as_pem(private=False), text, "sha256")
        return (text + b"." + urlsafe_b64encode(signature).rstrip(b"=")).decode()

    def answer(self, path: str, form: dict[str, list[str]]) -> dict[str, Any]:
        if path == "/.well-known/openid-configuration":
            named = {"authorization_endpoint": "authorize", "token_endpoint": "token"}
            named |= {"jwks_uri": "jwks"} | ({"userinfo_endpoint": "me"} if self.userinfo else {})
            found = {name: f"{self.url}/{page}" for name, page in named.items()}
            return {"issuer": self.url} | found | self.metadata
        if path == "/jwks":
            return dict(KeySet([self.published]).as_dict(private=False))
        if path == "/me":
            return self.userinfo
        claims: dict[str, Any] = {
            "iss": self.url,
            "aud": "nguyen-goc",
            "sub": self.subject,
            "name": "Kẻ Giả",
        }
        claims |= {"iat": int(time()), "exp": int(time()) + 300, "nonce": self.nonce}
        token = self.sign(self.bend(claims | self.phone))
        return {"access_token": "at", "token_type": "Bearer", "id_token": token}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        forger = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                length = int(self.headers.get("content-length") or 0)
                form = parse_qs(self.rfile.read(length).decode())
                said = self.headers.get("authorization", "")
                forger.asked.append((self.path, form, said))
                body = json.dumps(forger.answer(self.path, form)).encode()
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET  # noqa: N815  # the base class's names

            def log_message(self, *_: object) -> None: ...

        return Handler


def unpadded(part: bytes) -> bytes:
    return urlsafe_b64encode(part).rstrip(b"=")
