"""Logging in at the host's own identity provider (OpenID Connect, authorization code with PKCE).

What is relied on: OpenID Connect Core 1.0 (3.1), Discovery 1.0 (4), RFC 7636. A person is known by the e-mail
that the provider says it has verified. Nothing of it is cached: log-ins are rare, and its keys change.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final
from urllib.parse import quote

from authlib.common.errors import AuthlibBaseError
from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from app_center.config import Config
from app_center.web.tokens import same
from core.errors import InvalidValue
from core.text import Text
from ports import Clock, reading, send
from ports.http import BasicAuth, Client

SERVICE: Final = "openid"
CALLBACK: Final = "/login/openid/back"
#: Signed with a key pair, so that the client secret signs nothing.
_ALGORITHMS: Final = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
)
_SECONDS: Final = 10.0
#: How far the provider's clock may be off.
_LEEWAY: Final = 60

_FOREIGN: Final = Text(
    en="This log-in was not begun in this browser, or too long ago. Please begin again.",
    de="Diese Anmeldung wurde nicht in diesem Browser begonnen oder liegt zu lange zurück. "
    "Bitte neu beginnen.",
)
_UNPROVEN: Final = Text(
    en="The log-in service's answer does not prove who you are. Nobody was logged in.",
    de="Die Antwort des Anmeldedienstes beweist nicht, wer Sie sind. Niemand wurde angemeldet.",
)
_UNVERIFIED: Final = Text(
    en="The log-in service names no e-mail of yours that it has verified.",
    de="Der Anmeldedienst nennt keine von ihm bestätigte E-Mail-Adresse von Ihnen.",
)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is, says the provider."""

    email: str = field(repr=False)
    name: str = field(repr=False)


class OpenIdDoor:
    """One provider. `flow` is the random secret of one log-in, kept in the browser's cookie."""

    def __init__(self, config: Config, clock: Clock) -> None:
        self._config = config
        self._clock = clock

    @property
    def name(self) -> str | None:
        """What people call the provider; None where there is none."""
        return self._config.openid_name if self._config.openid_issuer else None

    def departure(self, flow: str) -> str:
        """The provider's address to send the browser to.

        raises  InvalidValue: there is no provider
                Unreachable, Throttled, AccessDenied, Refused, BrokenReply: it does not say where
        """
        with self._client() as client:
            about = self._about(client)
        parameters = {
            "response_type": "code",
            "client_id": self._config.openid_client_id,
            "redirect_uri": self._back,
            "scope": "openid email profile",
            "state": _of(flow, "state"),
            "nonce": _of(flow, "nonce"),
            "code_challenge": create_s256_code_challenge(_of(flow, "verifier")),
            "code_challenge_method": "S256",
        }
        return str(add_params_to_uri(_https(about["authorization_endpoint"]), list(parameters.items())))

    def arrival(self, flow: str, code: str, state: str) -> Identity:
        """Who comes back with this code.

        raises  InvalidValue: another browser's log-in, a proof that does not hold, no verified e-mail
                RemoteError: the provider does not answer, or does not take the code
        """
        if not same(state, _of(flow, "state")):
            raise InvalidValue(_FOREIGN)
        with self._client() as client:
            about = self._about(client)
            token = self._id_token(client, about, code, _of(flow, "verifier"))
            keys = send(client, client.build_request("GET", _https(about["jwks_uri"])), service=SERVICE)
            with reading(SERVICE):
                key_set = KeySet.import_key_set(keys.json())
        return self._read(token, key_set, _of(flow, "nonce"))

    @property
    def _back(self) -> str:
        return self._config.public_url.rstrip("/") + CALLBACK

    def _client(self) -> Client:
        return Client(timeout=_SECONDS, follow_redirects=False)

    def _about(self, client: Client) -> Mapping[str, Any]:
        issuer = self._config.openid_issuer
        if issuer is None:
            raise InvalidValue(_FOREIGN)
        address = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
        answer = send(client, client.build_request("GET", address), service=SERVICE)
        with reading(SERVICE):
            about: dict[str, Any] = answer.json()
            for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                _https(about[name])
            if about["issuer"] != issuer:
                raise ValueError("it speaks for another issuer")
        return about

    def _id_token(self, client: Client, about: Mapping[str, Any], code: str, verifier: str) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._back,
            "code_verifier": verifier,
        }
        secret, auth = self._config.openid_client_secret, None
        if secret is None:
            form["client_id"] = self._config.openid_client_id
        else:  # RFC 6749, 2.3.1: both are form-encoded first
            auth = BasicAuth(
                quote(self._config.openid_client_id, safe=""), quote(secret.get_secret_value(), safe="")
            )
        request = client.build_request("POST", about["token_endpoint"], data=form)
        answer = send(client, request, service=SERVICE, auth=auth)
        with reading(SERVICE):
            return str(answer.json()["id_token"])

    def _read(self, token: str, keys: KeySet, nonce: str) -> Identity:
        client_id = self._config.openid_client_id
        try:
            found = jwt.decode(token, keys, algorithms=list(_ALGORITHMS))
            claims = CodeIDToken(
                found.claims,
                found.header,
                options={
                    "iss": {"essential": True, "value": self._config.openid_issuer},
                    "aud": {"essential": True, "value": client_id},
                },
                params={"nonce": nonce, "client_id": client_id},
            )
            claims.validate(now=int(self._clock.now().timestamp()), leeway=_LEEWAY)
        except (JoseError, AuthlibBaseError, ValueError, TypeError, LookupError):
            raise InvalidValue(_UNPROVEN) from None
        email = claims.get("email")
        if not isinstance(email, str) or not email or claims.get("email_verified") not in (True, "true"):
            raise InvalidValue(_UNVERIFIED)
        return Identity(email, str(claims.get("name") or email.partition("@")[0]))


def _of(flow: str, purpose: str) -> str:
    """A secret of one log-in, told apart by what it is for."""
    return hmac.new(flow.encode("utf-8", "surrogatepass"), purpose.encode(), sha256).hexdigest()


def _https(address: object) -> str:
    """raises  ValueError: no address that secrets may go to"""
    if not is_safe(address):
        raise ValueError("no https address")
    return str(address)


def is_safe(address: object) -> bool:
    """Whether secrets may go there: over TLS, or not over a network at all."""
    return isinstance(address, str) and address.startswith(
        ("https://", "http://127.0.0.1:", "http://localhost:", "http://[::1]:")
    )
