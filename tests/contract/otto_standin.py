"""The stand-in of OTTO behind a client that holds everything against the vendor's contract."""

import json
from typing import Any, Final

import httpx

from adapters.otto.standin import DEMO_CLIENT, DEMO_SECRET, OttoStandin
from standins import transport
from tests.contract.openapi import CheckedTransport, Contract
from tests.specs import SPECS

OTTO: Final = SPECS / "otto"
EXAMPLES: Final = OTTO / "examples"


def contract() -> Contract:
    return Contract.load(OTTO / "openapi.yaml")


def example(name: str) -> Any:
    return json.loads((EXAMPLES / name).read_text("utf-8"))


class Checked:
    """A client whose every request and answer is checked."""

    def __init__(self, standin: OttoStandin) -> None:
        self.standin = standin
        self.http = httpx.Client(
            transport=CheckedTransport(transport(standin), contract()), base_url="http://otto.test"
        )

    def token(self, scope: str, client_id: str = DEMO_CLIENT, secret: str = DEMO_SECRET) -> httpx.Response:
        form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
        return self.http.post("/v1/token", data={**form, "scope": scope})

    def bearer(self, scope: str) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token(scope).json()['access_token']}"}

    def get(self, path: str, scope: str = "orders") -> httpx.Response:
        return self.http.get(path, headers=self.bearer(scope))

    def post(self, path: str, scope: str = "orders", json: Any = None) -> httpx.Response:
        return self.http.post(path, headers=self.bearer(scope), json=json)

    def call(self, method: str, path: str, scope: str, json: Any = None) -> httpx.Response:
        return self.http.request(method, path, headers=self.bearer(scope), json=json)

    def wrong(self, method: str, path: str, scope: str, json: Any = None) -> httpx.Response:
        """A request that breaks the contract on purpose: only the answer is held against it."""
        with httpx.Client(transport=transport(self.standin), base_url="http://otto.test") as client:
            answer = client.request(method, path, headers=self.bearer(scope), json=json)
        contract().check_response(answer.request, answer)
        return answer
