"""Opaque cursors: what a list was asked for and where its next page begins, for whoever hands it back."""

import base64
import binascii
import json
from typing import Any


class StaleCursor(ValueError):
    """No cursor of ours, or one that is no longer honoured."""


class Cursors:
    """`generation` names the cursors that are honoured; a higher one forgets those that are out."""

    def __init__(self) -> None:
        self.generation = 0

    def written(self, **parts: Any) -> str:
        text = json.dumps({**parts, "g": self.generation}, separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(text).rstrip(b"=").decode()

    def read(self, cursor: str) -> dict[str, Any]:
        """raises  StaleCursor"""
        try:
            padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
            parts = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        except (binascii.Error, ValueError):
            raise StaleCursor(cursor) from None
        if not isinstance(parts, dict) or parts.get("g") != self.generation:
            raise StaleCursor(cursor)
        return parts
