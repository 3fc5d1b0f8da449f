"""Calls of the shop's interface: JSON over HTTPS, the key in a header."""

from typing import Any

from core.errors import Complaint
from ports import Connection, Response, json_of, send

SERVICE = "Webshop"


class Calls:
    def __init__(self, connection: Connection) -> None:
        self._http = connection.client("production")
        self._headers = {"X-Api-Key": connection.secrets["api_key"].reveal()}

    def get(self, path: str, **params: str) -> Response:
        request = self._http.build_request("GET", path, params=params, headers=self._headers)
        return send(self._http, request, service=SERVICE, explain=reasons)

    def put(self, path: str, body: Any) -> Response:
        request = self._http.build_request("PUT", path, json=body, headers=self._headers)
        return send(self._http, request, service=SERVICE, explain=reasons)


def reasons(answer: Response) -> tuple[Complaint, ...]:
    """Why the shop refused: {"error": {"code": "...", "message": "..."}}."""
    error = json_of(answer)["error"]
    return (Complaint(error["message"], error["code"]),)
