"""Tokens, consent and installations as an area, with the control that changes who may do what.

POST /_standin/access   {"revoke_tokens": true}, {"consent": false}, {"scopes": ["orders"]},
                        {"rotate_secret": true}; the last two with "client_id" where it is not the demo's
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from werkzeug.wrappers import Request, Response

from adapters.otto.standin.access.oauth import CONSENT_PATH, OAuthDesk
from adapters.otto.standin.access.tokens import DEMO_CLIENT, TokenOffice
from adapters.otto.standin.area import Route
from standins.application import Control


class Access:
    """`too_many` is the answer to a token request beyond the limit, or None."""

    def __init__(self, desk: OAuthDesk, too_many: Callable[[], Response | None]) -> None:
        self.desk = desk
        self.too_many = too_many

    def routes(self) -> Sequence[Route]:
        desk = self.desk
        return (
            Route("POST", "/v1/token", None, self._token),
            Route("POST", "/oauth2/token", None, self._token),
            Route("GET", "/oauth2/auth", None, desk.authorize),
            Route("GET", CONSENT_PATH, None, desk.consent),
            Route("GET", "/v1/apps/<app_id>/installation", "installation", desk.installation, True),
            Route(
                "POST",
                "/v1/apps/<app_id>/installations/<installation_id>/accessToken",
                "developer",
                desk.access_token,
                True,
            ),
        )

    def controls(self) -> Mapping[str, Control]:
        return {"POST /_standin/access": lambda wanted: _change_access(self.desk.office, wanted)}

    def _token(self, request: Request) -> Response:
        return self.too_many() or self.desk.token(request)


def _change_access(office: TokenOffice, wanted: Mapping[str, Any]) -> Any:
    client_id = wanted.get("client_id", DEMO_CLIENT)
    if wanted.get("revoke_tokens"):
        office.revoke_tokens()
    if "consent" in wanted:
        office.revoke_consent(revoked=not wanted["consent"])
    if "scopes" in wanted:
        office.own_scopes(wanted["scopes"], client_id)
    if wanted.get("rotate_secret"):
        return {"secret": office.rotate_secret(client_id).reveal()}
    return {}
