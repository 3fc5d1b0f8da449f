"""The token addresses over HTTP, and the page on which a seller consents."""

import html
from collections.abc import Mapping
from typing import Final
from urllib.parse import unquote_plus, urlencode, urlsplit

from werkzeug.wrappers import Request, Response

from adapters.otto.standin.access.tokens import (
    CONSENT_SCOPES,
    TOKEN_SECONDS,
    App,
    Denied,
    Grant,
    Issued,
    OAuthError,
    TokenOffice,
)
from adapters.otto.standin.errors import oauth_error
from standins import as_json

#: Where the browser is sent for a yes or no, when the stand-in asks at all. No part of the interface.
CONSENT_PATH: Final = "/login/consent"


class OAuthDesk:
    """Answers for the token office. `asks`: a person has to click; otherwise consent is given at once."""

    def __init__(self, office: TokenOffice, *, asks: bool) -> None:
        self.office = office
        self.asks = asks

    def token(self, request: Request) -> Response:
        """`POST /v1/token` and `POST /oauth2/token`."""
        try:
            if request.mimetype != "application/x-www-form-urlencoded":
                raise OAuthError("invalid_request", "The body has to be form encoded.")
            form = request.form
            grant_type = form.get("grant_type")
            if not grant_type:
                raise OAuthError("invalid_request", "grant_type is missing.")
            app = self._client(request)
            if grant_type == "client_credentials":
                return _issued(self.office.for_client(app, scopes_of(form.get("scope"))))
            if grant_type == "authorization_code":
                return _issued(self.office.for_code(app, form.get("code"), form.get("redirect_uri")))
            raise OAuthError("unsupported_grant_type", "The grant type is not supported here.")
        except OAuthError as error:
            return oauth_error(error.error, error.description, error.status)

    def _client(self, request: Request) -> App:
        basic = request.authorization
        if basic is not None and basic.type == "basic":
            # RFC 6749, section 2.3.1: both parts are form encoded before they are joined.
            return self.office.client(unquote_plus(basic.username or ""), unquote_plus(basic.password or ""))
        return self.office.client(request.form.get("client_id"), request.form.get("client_secret"))

    def authorize(self, request: Request) -> Response:
        """`GET /oauth2/auth`: 302 back with a code, or to the page that asks."""
        problem = self._problem(request.args)
        if problem is not None:
            return problem
        if self.asks:
            return _redirect(f"{CONSENT_PATH}?{urlencode(list(request.args.items()))}")
        return self._agreed(request.args)

    def consent(self, request: Request) -> Response:
        """The page with the two buttons, and what they lead to."""
        problem = self._problem(request.args)
        if problem is not None:
            return problem
        answer = request.args.get("answer")
        if answer == "yes":
            return self._agreed(request.args)
        if answer == "no":
            return _back(request.args, {"error": "access_denied"})
        asked = list(request.args.items())
        yes, no = (html.escape(f"?{urlencode([*asked, ('answer', word)])}") for word in ("yes", "no"))
        page = (
            "<!doctype html><html lang='de'><meta charset='utf-8'><title>OTTO (Nachbau)</title>"
            "<h1>Zugriff erlauben?</h1><p>Die App "
            f"<b>{html.escape(request.args.get('client_id', ''))}</b> möchte auf Ihr Konto zugreifen.</p>"
            f"<p><a id='yes' href='{yes}'>Erlauben</a> · <a id='no' href='{no}'>Ablehnen</a></p></html>"
        )
        return Response(page, content_type="text/html; charset=utf-8")

    def _problem(self, asked: Mapping[str, str]) -> Response | None:
        """Without a client and an address that can be trusted nobody is sent anywhere."""
        app = self.office.apps.get(asked.get("client_id", ""))
        target = urlsplit(asked.get("redirect_uri", ""))
        if app is None or app.app_id is None or target.scheme not in {"http", "https"} or not target.netloc:
            return Response(
                "<html><body><h1>400 invalid client or redirect_uri</h1></body></html>",
                status=400,
                content_type="text/html",
            )
        if asked.get("response_type") != "code":
            return _back(asked, {"error": "unsupported_response_type"})
        wanted = scopes_of(asked.get("scope"))
        if not wanted or not wanted <= CONSENT_SCOPES & app.scopes:
            return _back(asked, {"error": "invalid_scope"})
        return None

    def _agreed(self, asked: Mapping[str, str]) -> Response:
        app = self.office.apps[asked["client_id"]]
        code = self.office.consent(app, asked["redirect_uri"], scopes_of(asked["scope"]))
        return _back(asked, {"code": code, "iss": self.office.issuer})

    def installation(self, _: Request, app_id: str, grant: Grant) -> Response:
        """`GET /v1/apps/{appId}/installation`."""
        try:
            return as_json({"installationId": self.office.installation_of(app_id, grant).id})
        except Denied as denied:
            return Response(status=denied.status)

    def access_token(self, request: Request, app_id: str, installation_id: str, grant: Grant) -> Response:
        """`POST /v1/apps/{appId}/installations/{installationId}/accessToken`."""
        wanted = scopes_of(request.form.get("scope"))
        try:
            return _issued(self.office.for_installation(app_id, installation_id, grant, wanted))
        except Denied as denied:
            return Response(status=denied.status)


def scopes_of(text: str | None) -> frozenset[str]:
    return frozenset((text or "").split())


def _issued(issued: Issued) -> Response:
    response = as_json(
        {
            "access_token": issued.token.reveal(),
            "expires_in": TOKEN_SECONDS,
            "scope": " ".join(sorted(issued.scopes)),
            "token_type": "bearer",
        }
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _back(asked: Mapping[str, str], answer: Mapping[str, str]) -> Response:
    state = {"state": asked["state"]} if "state" in asked else {}
    target = asked["redirect_uri"]
    return _redirect(f"{target}{'&' if '?' in target else '?'}{urlencode({**answer, **state})}")


def _redirect(target: str) -> Response:
    response = Response(status=302)
    response.autocorrect_location_header = False
    response.headers["Location"] = target
    return response
