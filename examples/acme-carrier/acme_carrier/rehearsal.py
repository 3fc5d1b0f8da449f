"""Acme's stand-in, for the conformance kit: what the real server would do, in one process."""

import base64
import json
from collections.abc import Mapping, Sequence

import httpx

from core.parcel import LabelKind, Reference
from core.secret import Secret

_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"


class AcmeRehearsal:
    settings: Mapping[str, str] = {}
    secrets: Mapping[str, Secret] = {"api_key": Secret("acme-rehearsal-key")}

    def __init__(self) -> None:
        self._labels: list[dict[str, str]] = []
        self.transport = httpx.MockTransport(self._answer)

    def bought(self) -> Sequence[tuple[LabelKind, Reference, str]]:
        return [
            (LabelKind(label["kind"]), Reference(label["reference"]), label["number"])
            for label in self._labels
        ]

    def outbound(self) -> None:
        return None

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if request.headers.get("X-Api-Key") != self.secrets["api_key"].reveal():
            return httpx.Response(401)
        if request.method == "GET":
            wanted = request.url.params["reference"]
            found = [label for label in self._labels if label["reference"] == wanted]
            return httpx.Response(200, json={"labels": found})
        order = json.loads(request.content)
        label = {
            "reference": order["reference"],
            "kind": order["kind"],
            "number": f"ACME{len(self._labels) + 1:08}",
            "pdf": base64.b64encode(_PDF).decode(),
        }
        self._labels.append(label)
        return httpx.Response(201, json=label)
