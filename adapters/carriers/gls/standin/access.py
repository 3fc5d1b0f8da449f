"""Who may come in: apps of the developer portal with tokens, users of a classic host with Basic."""

import random
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from werkzeug.wrappers import Request, Response

from adapters.carriers.gls.standin.refusals import gateway_fault
from core.secret import Secret
from standins import as_json

DEMO_CLIENT: Final = "demo-client"
DEMO_SECRET: Final = "demo-secret"
DEMO_USER: Final = "demo-user"
DEMO_PASSWORD: Final = "demo-password"

TOKEN_SECONDS: Final = 14_400


class Product(StrEnum):
    """What can be enabled for an app of the portal."""

    SHIPIT = "shipit"
    SHOP_RETURNS = "shop_returns"
    TRACKING = "tracking"


class Door:
    """Safe to share between threads."""

    def __init__(self, clock: Callable[[], datetime], seed: int = 0) -> None:
        self._clock = clock
        self._random = random.Random(seed)
        self._lock = threading.Lock()
        self._tokens: dict[str, datetime] = {}
        self.apps = {DEMO_CLIENT: Secret(DEMO_SECRET)}
        self.users = {DEMO_USER: Secret(DEMO_PASSWORD)}
        self.products = set(Product)

    def token(self, request: Request) -> Response:
        """Id and secret in the body or as Basic. Everything wrong is a 400."""
        form = request.form
        shown = request.authorization
        if shown is not None and shown.type == "basic":
            client, secret = shown.username, shown.password
        else:
            client, secret = form.get("client_id"), form.get("client_secret")
        if form.get("grant_type") != "client_credentials":
            return _token_error("Invalid grant_type")
        if self.apps.get(client or "") != Secret(secret or ""):
            return _token_error("Invalid client identifier")
        with self._lock:
            token = f"demo-token-{self._random.getrandbits(128):032x}"
            self._tokens[token] = self._clock() + timedelta(seconds=TOKEN_SECONDS)
        return as_json({"token_type": "Bearer", "access_token": token, "expires_in": TOKEN_SECONDS})

    def revoke_tokens(self) -> None:
        """Every token that is out is worth nothing from now on, although it has not expired."""
        with self._lock:
            self._tokens.clear()

    def refusal(self, request: Request, product: Product) -> Response | None:
        """What an app without a valid token, or without the product, hears; None lets it in."""
        shown = request.authorization
        token = shown.token if shown is not None and shown.type == "bearer" else None
        with self._lock:
            ends_at = self._tokens.get(token or "")
        if ends_at is None:
            return gateway_fault(401, "Invalid Access Token", "keymanagement.service.invalid_access_token")
        if ends_at <= self._clock():
            return gateway_fault(401, "The Token has expired: policy(Verify-JWT)", "steps.jwt.TokenExpired")
        if product not in self.products:
            code = "keymanagement.service.InvalidAPICallAsNoApiProductMatchFound"
            return gateway_fault(401, "Invalid API call as no apiproduct match found", code)
        return None

    def classic_refusal(self, request: Request) -> Response | None:
        shown = request.authorization
        if shown is not None and shown.type == "basic":
            known = self.users.get(shown.username or "")
            if known is not None and known == Secret(shown.password or ""):
                return None
        return Response("", status=401, headers={"WWW-Authenticate": "Basic"})


def _token_error(message: str) -> Response:
    return as_json({"errors": [{"message": message, "type": "400"}]}, 400)
