"""An identity provider of the browser's world: it knows one person, and signs what it says about him."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet
from werkzeug import Request, Response

from ports import Clock
from standins.server import serving

CLIENT: Final = "app-center"
SECRET: Final = "s3cret & more"


@dataclass(slots=True)
class Provider:
    """`claims` replaces what it would say of the person; None as a value leaves a claim out."""

    clock: Clock
    issuer: str = ""
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "one"}))
    shown: KeySet | None = None
    claims: dict[str, Any] = field(default_factory=dict)
    weather: int = 200
    _asked: dict[str, dict[str, str]] = field(default_factory=dict)

    def consent(self, address: str) -> dict[str, str]:
        """What a person does there: he logs in, and is sent back with this."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self._asked)}"
        self._asked[code] = asked
        return {"code": code, "state": asked["state"]}

    def __call__(self, environ: Any, start: Any) -> Iterable[bytes]:
        return self._answer(Request(environ))(environ, start)

    def _answer(self, request: Request) -> Response:
        if self.weather != 200:
            return Response("no", self.weather)
        match request.path:
            case "/.well-known/openid-configuration":
                return _json(
                    issuer=self.issuer,
                    authorization_endpoint=f"{self.issuer}/authorize",
                    token_endpoint=f"{self.issuer}/token",
                    jwks_uri=f"{self.issuer}/keys",
                )
            case "/keys":
                keys = self.shown or KeySet([self.key])
                return _json(**keys.as_dict(private=False))
            case "/token":
                return self._token(request)
        return Response("", 404)

    def _token(self, request: Request) -> Response:
        asked = self._asked.pop(request.form.get("code", ""), None)
        given = request.authorization
        if given is None or (given.username, given.password) != (CLIENT, "s3cret%20%26%20more"):
            return Response("", 401)
        if (
            asked is None
            or create_s256_code_challenge(request.form["code_verifier"]) != asked["code_challenge"]
        ):
            return Response('{"error": "invalid_grant"}', 400)
        now = int(self.clock.now().timestamp())
        about = {
            "iss": self.issuer,
            "aud": asked["client_id"],
            "sub": "248289761001",
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            "email": "anna@example.com",
            "email_verified": True,
            "name": "Anna",
            **self.claims,
        }
        told = {name: value for name, value in about.items() if value is not None}
        return _json(id_token=jwt.encode({"alg": "ES256", "kid": "one"}, told, self.key), token_type="Bearer")


def _json(**body: Any) -> Response:
    return Response(json.dumps(body), content_type="application/json")


@contextmanager
def providing(clock: Clock) -> Iterator[Provider]:
    provider = Provider(clock)
    with serving(provider) as address:
        provider.issuer = address
        yield provider
