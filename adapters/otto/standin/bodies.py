"""JSON bodies as they were sent: numbers keep the text that they were written with."""

import json
from typing import Any

from werkzeug.wrappers import Request

Json = dict[str, Any]


class Written(float):
    """A number with a point or an exponent. `text` is what stood in the body: 19.90 and 1.99E+1 differ."""

    text: str

    def __new__(cls, text: str) -> "Written":
        number = super().__new__(cls, text)
        number.text = text
        return number


class Unreadable(ValueError):
    """The body is no JSON, or none of the wanted kind."""


def body_of(request: Request) -> Any:
    """raises  Unreadable"""
    try:
        return json.loads(request.get_data(), parse_float=Written, parse_constant=_no_number)
    except ValueError:
        raise Unreadable("the body is no JSON document") from None


def array_of(request: Request) -> list[Any]:
    """raises  Unreadable"""
    body = body_of(request)
    if not isinstance(body, list):
        raise Unreadable("the body is no JSON array")
    return body


def fields_of(value: Any) -> Json:
    """The value where it is an object, else an object without fields."""
    return value if isinstance(value, dict) else {}


def text_of(value: Any) -> str:
    """The value where it is a text, else an empty one."""
    return value if isinstance(value, str) else ""


def is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _no_number(name: str) -> Any:
    raise ValueError(name)
