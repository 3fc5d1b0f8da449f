"""The stand-in of OTTO: tokens, consents, installations, rights and limits."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from adapters.otto.standin import (
    BUSINESS_SCOPES,
    DEMO_APP,
    DEMO_CLIENT,
    DEMO_INSTALLATION,
    DEMO_PARTNER_CLIENT,
    DEMO_PARTNER_SECRET,
    DEMO_SECRET,
    App,
    OttoStandin,
    State,
)
from core.secret import Secret
from standins import MovableClock, Weather, transport

BACK = "http://localhost:8000/back"
OWN = {"client_id": DEMO_CLIENT, "client_secret": DEMO_SECRET}
PARTNER = {"client_id": DEMO_PARTNER_CLIENT, "client_secret": DEMO_PARTNER_SECRET}
both_addresses = pytest.mark.parametrize("address", ["/v1/token", "/oauth2/token"])


class Visitor:
    """A client of the stand-in, without a token of its own."""

    def __init__(self, **settings: Any) -> None:
        self.clock = MovableClock()
        self.standin = OttoStandin(clock=self.clock, **settings)
        self.http = httpx.Client(transport=transport(self.standin), base_url="http://otto.test")

    def token(self, scope: str | None = "orders", address: str = "/v1/token", **who: str) -> httpx.Response:
        form = {"grant_type": "client_credentials", **(who or OWN)}
        if scope is not None:
            form["scope"] = scope
        return self.http.post(address, data=form)

    def bearer(self, scope: str, **who: str) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token(scope, **who).json()['access_token']}"}

    def status(self, headers: dict[str, str], path: str = "/v4/orders") -> int:
        return self.http.get(path, headers=headers).status_code

    def code(self, **changes: str) -> httpx.Response:
        asked = {
            "response_type": "code",
            "client_id": DEMO_PARTNER_CLIENT,
            "redirect_uri": BACK,
            "scope": "installation partnerId",
            "state": "a state/with+signs",
        }
        return self.http.get("/oauth2/auth", params={**asked, **changes})

    def for_code(self, code: str, redirect_uri: str = BACK, **who: str) -> httpx.Response:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
        return self.http.post("/oauth2/token", data={**form, **(who or PARTNER)})


def answered(response: httpx.Response) -> dict[str, str]:
    """The parameters that a redirect carries back."""
    return {
        name: values[0] for name, values in parse_qs(urlsplit(response.headers["location"]).query).items()
    }


@both_addresses
def test_a_token_carries_the_scopes_asked_for_and_lives_half_an_hour(address: str) -> None:
    visitor = Visitor()
    issued = visitor.token("orders products", address).json()
    assert (issued["expires_in"], set(issued["scope"].split())) == (1800, {"orders", "products"})
    headers = {"authorization": f"Bearer {issued['access_token']}"}
    visitor.clock.move(seconds=1799)
    assert visitor.status(headers) == 200
    visitor.clock.move(seconds=1)
    assert visitor.status(headers) == 401


@both_addresses
def test_a_client_may_show_itself_by_basic_authentication(address: str) -> None:
    visitor = Visitor()
    form = {"grant_type": "client_credentials", "scope": "orders"}
    right = visitor.http.post(address, data=form, auth=(DEMO_CLIENT, DEMO_SECRET))
    wrong = visitor.http.post(address, data=form, auth=(DEMO_CLIENT, "wrong"))
    assert (right.status_code, wrong.status_code) == (200, 401)
    assert "www-authenticate" in wrong.headers


@both_addresses
@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({**OWN, "client_secret": "wrong", "grant_type": "client_credentials"}, 401, "invalid_client"),
        ({**OWN, "client_id": "wrong", "grant_type": "client_credentials"}, 401, "invalid_client"),
        ({"client_id": DEMO_CLIENT, "grant_type": "client_credentials"}, 401, "invalid_client"),
        ({"grant_type": "client_credentials"}, 401, "invalid_client"),
        ({**OWN}, 400, "invalid_request"),
        ({**OWN, "grant_type": "password"}, 400, "unsupported_grant_type"),
        ({**OWN, "grant_type": "client_credentials", "scope": "orders developer"}, 400, "invalid_scope"),
        ({**OWN, "grant_type": "client_credentials", "scope": "quantities"}, 400, "invalid_scope"),
        ({**PARTNER, "grant_type": "client_credentials", "scope": "orders"}, 400, "invalid_scope"),
        ({**PARTNER, "grant_type": "authorization_code", "code": "x"}, 400, "invalid_grant"),
    ],
)
def test_no_token_for_a_wrong_request(address: str, form: dict[str, str], status: int, error: str) -> None:
    answer = Visitor().http.post(address, data=form)
    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_a_token_is_asked_for_with_a_form() -> None:
    answer = Visitor().http.post("/v1/token", json={**OWN, "grant_type": "client_credentials"})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_a_token_without_scopes_opens_nothing() -> None:
    visitor = Visitor()
    token = visitor.token(None).json()["access_token"]
    assert visitor.status({"authorization": f"Bearer {token}"}) == 403


@pytest.mark.parametrize(
    "headers",
    [{}, {"authorization": "Bearer nonsense"}, {"authorization": "Bearer "}, {"authorization": "Basic eDp5"}],
)
def test_without_a_token_nothing_opens(headers: dict[str, str]) -> None:
    visitor = Visitor()
    assert visitor.status(headers) == 401
    assert visitor.status(headers, f"/v1/apps/{DEMO_APP}/installation") == 401


def test_a_token_opens_as_a_bearer_token_only() -> None:
    visitor = Visitor()
    token = visitor.token().json()["access_token"]
    assert visitor.status({"authorization": f"bearer {token}"}) == 200
    assert visitor.status({"authorization": f"Token {token}"}) == 401
    assert visitor.status({"authorization": token}) == 401


def test_orders_ask_for_their_scope() -> None:
    visitor = Visitor()
    order_id = visitor.standin.place_visible(payment="PAYPAL")
    headers = visitor.bearer(" ".join(BUSINESS_SCOPES - {"orders"}))
    assert visitor.status(headers) == 403
    assert visitor.status(headers, f"/v4/orders/{order_id}") == 403
    refused = visitor.http.post(f"/v4/orders/{order_id}/cancellation", headers=headers)
    assert refused.status_code == 403
    visitor.clock.move(seconds=60)
    everything = visitor.standin.item_ids(order_id)
    assert visitor.standin.item_ids(order_id, State.PROCESSABLE) == everything


def test_tokens_can_be_revoked_before_their_end() -> None:
    visitor = Visitor()
    headers = visitor.bearer("orders")
    visitor.standin.office.revoke_tokens()
    assert visitor.status(headers) == 401
    assert visitor.status(visitor.bearer("orders")) == 200


def test_a_rotated_secret_makes_the_old_one_wrong() -> None:
    visitor = Visitor()
    headers = visitor.bearer("orders")
    fresh = visitor.standin.office.rotate_secret()
    assert visitor.token().json()["error"] == "invalid_client"
    assert visitor.token(client_id=DEMO_CLIENT, client_secret=fresh.reveal()).status_code == 200
    assert visitor.status(headers) == 200


def test_a_scope_can_be_taken_from_an_app() -> None:
    visitor = Visitor()
    visitor.standin.office.own_scopes({"orders"})
    assert visitor.token("orders").status_code == 200
    assert visitor.token("orders products").json()["error"] == "invalid_scope"


def test_apps_can_be_added() -> None:
    visitor = Visitor()
    visitor.standin.office.register(App("another", Secret("another-secret"), frozenset({"orders"})))
    assert (
        visitor.status(visitor.bearer("orders", client_id="another", client_secret="another-secret")) == 200
    )


# Service partners


def test_consent_leads_through_code_and_installation_to_the_sellers_token() -> None:
    visitor = Visitor()
    back = visitor.code()
    assert back.status_code == 302
    assert back.headers["location"].startswith(f"{BACK}?")
    assert answered(back)["state"] == "a state/with+signs"
    assert "sandbox" in answered(back)["iss"]
    first = visitor.for_code(answered(back)["code"]).json()
    headers = {"authorization": f"Bearer {first['access_token']}"}
    installation = visitor.http.get(f"/v1/apps/{DEMO_APP}/installation", headers=headers)
    assert installation.json() == {"installationId": DEMO_INSTALLATION}
    developer = visitor.bearer("developer", **PARTNER)
    path = f"/v1/apps/{DEMO_APP}/installations/{DEMO_INSTALLATION}/accessToken"
    seller = visitor.http.post(path, headers=developer).json()
    assert seller["expires_in"] == 1800
    assert visitor.status({"authorization": f"Bearer {seller['access_token']}"}) == 200
    assert visitor.status(developer) == 403
    part = visitor.http.post(path, headers=developer, data={"scope": "products"}).json()
    assert visitor.status({"authorization": f"Bearer {part['access_token']}"}) == 403


@pytest.mark.parametrize("spoiled", ["used", "late", "other address", "other client", "unknown"])
def test_a_code_is_good_once_soon_and_for_its_owner(spoiled: str) -> None:
    visitor = Visitor()
    code = answered(visitor.code())["code"]
    match spoiled:
        case "used":
            assert visitor.for_code(code).status_code == 200
            answer = visitor.for_code(code)
        case "late":
            visitor.clock.move(minutes=11)
            answer = visitor.for_code(code)
        case "other address":
            answer = visitor.for_code(code, redirect_uri=BACK + "2")
        case "other client":
            answer = visitor.for_code(code, **OWN)
        case _:
            answer = visitor.for_code(code + "x")
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "orders"}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
    ],
)
def test_a_wrong_wish_for_consent_goes_back_as_an_error(changes: dict[str, str], error: str) -> None:
    back = Visitor().code(**changes)
    assert back.status_code == 302
    assert answered(back) == {"error": error, "state": "a state/with+signs"}


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "unknown"},
        {"client_id": DEMO_CLIENT},
        {"redirect_uri": ""},
        {"redirect_uri": "javascript:alert(1)"},
    ],
)
def test_nobody_is_sent_to_an_address_that_cannot_be_trusted(changes: dict[str, str]) -> None:
    answer = Visitor().code(**changes)
    assert answer.status_code == 400
    assert "location" not in answer.headers


@pytest.mark.parametrize(("button", "carried"), [("yes", "code"), ("no", "error")])
def test_a_person_may_be_asked(button: str, carried: str) -> None:
    visitor = Visitor(asks_for_consent=True)
    first = visitor.code()
    assert first.status_code == 302
    page = visitor.http.get(first.headers["location"])
    assert page.headers["content-type"].startswith("text/html")
    link = page.text.partition(f"id='{button}' href='")[2].partition("'")[0].replace("&amp;", "&")
    back = visitor.http.get(str(page.url.copy_with(query=None)) + link)
    assert back.headers["location"].startswith(BACK)
    assert answered(back)["state"] == "a state/with+signs"
    assert carried in answered(back)


def test_a_revoked_consent_ends_the_issue_of_tokens() -> None:
    visitor = Visitor()
    developer = visitor.bearer("developer", **PARTNER)
    path = f"/v1/apps/{DEMO_APP}/installations/{DEMO_INSTALLATION}/accessToken"
    seller = {"authorization": f"Bearer {visitor.http.post(path, headers=developer).json()['access_token']}"}
    visitor.standin.office.revoke_consent()
    assert visitor.http.post(path, headers=developer).status_code == 403
    assert visitor.status(seller) == 200
    visitor.standin.office.revoke_consent(revoked=False)
    assert visitor.http.post(path, headers=developer).status_code == 200


def test_installations_belong_to_their_app() -> None:
    visitor = Visitor()
    stranger = {"client_id": "stranger", "client_secret": "stranger-secret"}
    visitor.standin.office.register(
        App("stranger", Secret("stranger-secret"), frozenset({"developer"}), "stranger-app")
    )
    own, foreign = visitor.bearer("developer", **PARTNER), visitor.bearer("developer", **stranger)
    path = "/v1/apps/{}/installations/{}/accessToken"
    for headers, app, installation, scope, status in (
        (foreign, DEMO_APP, DEMO_INSTALLATION, "", 403),
        (foreign, "stranger-app", DEMO_INSTALLATION, "", 404),
        (own, "no-app", DEMO_INSTALLATION, "", 404),
        (own, DEMO_APP, "nothing", "", 404),
        (own, DEMO_APP, DEMO_INSTALLATION, "developer", 403),
        (visitor.bearer("orders"), DEMO_APP, DEMO_INSTALLATION, "", 403),
    ):
        answer = visitor.http.post(path.format(app, installation), headers=headers, data={"scope": scope})
        assert answer.status_code == status


# Limits


def test_limits_are_off_unless_switched_on() -> None:
    visitor = Visitor()
    assert {visitor.token().status_code for _ in range(30)} == {200}
    headers = visitor.bearer("orders")
    assert {visitor.status(headers) for _ in range(50)} == {200}


def test_a_partner_has_20_requests_a_second() -> None:
    visitor = Visitor(limits=True)
    headers = visitor.bearer("orders")
    assert [visitor.status(headers) for _ in range(22)] == [200] * 20 + [429] * 2
    assert visitor.status({}) == 401
    visitor.clock.move(seconds=1.5)
    assert visitor.status(headers) == 200


def test_ten_tokens_a_second() -> None:
    visitor = Visitor(limits=True)
    assert [visitor.token().status_code for _ in range(12)] == [200] * 10 + [429] * 2
    visitor.clock.move(seconds=2)
    assert visitor.token().status_code == 200


# Around it


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/v4/orders/"),
        ("GET", "/v3/orders"),
        ("POST", "/v4/orders"),
        ("GET", "/v1/token"),
        ("DELETE", "/v4/orders/x"),
        ("GET", "/v2/quantities"),
    ],
)
def test_the_gateway_knows_no_other_routes(method: str, path: str) -> None:
    visitor = Visitor()
    answer = visitor.http.request(method, f"http://otto.test{path}", headers=visitor.bearer("orders"))
    assert (answer.status_code, answer.json()) == (404, {"message": "no Route matched with those values"})


def test_brands_are_paged_and_answer_to_their_etag() -> None:
    visitor = Visitor()
    headers = visitor.bearer("products")
    answer = visitor.http.get("/v5/products/brands?limit=3", headers=headers)
    assert [link["rel"] for link in answer.json()["links"]] == ["self", "next"]
    again = visitor.http.get(
        "/v5/products/brands?limit=3", headers={**headers, "if-none-match": answer.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    following = visitor.http.get(answer.json()["links"][1]["href"], headers=headers).json()
    assert [link["rel"] for link in following["links"]] == ["self", "prev"]
    assert [len(page["brands"]) for page in (answer.json(), following)] == [3, 3]


def test_demonstrations_go_over_control_addresses() -> None:
    visitor = Visitor()
    headers = visitor.bearer("orders")
    (order_id,) = visitor.http.post("/_standin/orders", json={"payment": "PREPAYMENT"}).json()
    action = {"action": "pay", "order": order_id}
    assert visitor.http.post("/_standin/actions", json=action).status_code == 200
    assert visitor.http.post("/_standin/actions", json=action).status_code == 400
    assert visitor.http.post("/_standin/actions", json={**action, "action": "fly"}).status_code == 400
    (order,) = visitor.http.get("/_standin/orders").json()
    assert {item["fulfillmentStatus"] for item in order["positionItems"]} == {"PROCESSABLE"}
    assert visitor.http.post("/_standin/access", json={"scopes": ["products"]}).status_code == 200
    assert visitor.token("orders").json()["error"] == "invalid_scope"
    visitor.http.post("/_standin/access", json={"revoke_tokens": True, "consent": False})
    assert visitor.status(headers) == 401
    secret = visitor.http.post("/_standin/access", json={"rotate_secret": True}).json()["secret"]
    assert visitor.token("products", client_id=DEMO_CLIENT, client_secret=secret).status_code == 200


def test_the_ledger_holds_neither_tokens_nor_secrets() -> None:
    visitor = Visitor()
    visitor.standin.weather = Weather.listed("fine", "fine", "answer_lost")
    code = answered(visitor.code())["code"]
    token = visitor.for_code(code).json()["access_token"]
    with pytest.raises(httpx.ReadError):
        visitor.status({"authorization": f"Bearer {token}"})
    ledger = visitor.http.get("/_standin/ledger").text + repr(visitor.standin.ledger.entries())
    assert "/oauth2/auth" in ledger
    for secret in (code, token, DEMO_PARTNER_SECRET, "a state"):
        assert secret not in ledger
