"""Acme's stand-in for the conformance kit: what the real server would do, within the process."""

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any

from core.parcel import LabelKind, Reference
from core.secret import Secret
from ports import Request, Response, Transport

CUSTOMER_NUMBER = "4711"
KEY = "acme-rehearsal-key"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"


class AcmeServer(Transport):
    def __init__(self) -> None:
        self.labels: list[dict[str, str]] = []

    def handle_request(self, request: Request) -> Response:
        if (request.headers["X-Customer"], request.headers["X-Api-Key"]) != (CUSTOMER_NUMBER, KEY):
            return Response(401)
        if request.url.path == "/me":
            return Response(200, json={"customer": "Rehearsal Ltd"})
        if request.method == "GET":
            wanted = request.url.params["reference"]
            found = [label for label in self.labels if label["reference"] == wanted]
            return Response(200, json={"labels": found})
        return self._sell(json.loads(request.read()))

    def _sell(self, order: Mapping[str, Any]) -> Response:
        postal_code, country = order["consumer"]["postal_code"], order["consumer"]["country"]
        if country == "DE" and not (len(postal_code) == 5 and postal_code.isdecimal()):
            wrong = {"code": "no_such_place", "field": "consumer.postal_code", "message": f"no {postal_code}"}
            return Response(422, json={"errors": [wrong]})
        label = {
            "reference": order["reference"],
            "kind": order["kind"],
            "number": f"ACME{len(self.labels) + 1:08}",
            "pdf": base64.b64encode(PDF).decode(),
        }
        self.labels.append(label)
        return Response(201, json=label)


class AcmeRehearsal:
    """A `Rehearsal`."""

    def __init__(self) -> None:
        self._server = AcmeServer()
        self.transport: Transport = self._server
        self.settings: Mapping[str, str] = {"customer_number": CUSTOMER_NUMBER}
        self.secrets: Mapping[str, Secret] = {"api_key": Secret(KEY)}

    def bought(self) -> Sequence[tuple[LabelKind, Reference, str]]:
        return [
            (LabelKind(label["kind"]), Reference(label["reference"]), label["number"])
            for label in self._server.labels
        ]

    def outbound(self) -> str | None:
        return None
