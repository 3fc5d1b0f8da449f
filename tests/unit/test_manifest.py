"""What an app says of itself: a key that fits everywhere, safe addresses, rates that let something out."""

import re
from dataclasses import replace
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.apps import AppKey
from core.errors import InvalidValue
from core.text import Text
from ports import Category, Manifest, Rate

GOOD = Manifest(
    key=AppKey("acme"),
    name="Acme",
    summary=Text(en="Labels.", de="Etiketten."),
    category=Category.CARRIER,
    version="1.0",
    requires=">=1,<2",
    servers={"production": "https://api.example.com"},
)
KEYS = st.text("abcz09-", min_size=2, max_size=31)
SIGNS = st.characters(codec="utf-8")


@given(
    KEYS
    | st.text(SIGNS, max_size=33)
    | st.sampled_from(["acme\n", "Acme", "ac me", "ä1", "-a", "1a", "a", "a_b"])
)
def test_a_key_is_lower_case_letters_digits_and_hyphens(key: str) -> None:
    if re.fullmatch("[a-z][-a-z0-9]{1,30}", key):
        assert replace(GOOD, key=AppKey(key)).key == key
    else:
        with pytest.raises(InvalidValue, match="no app key"):
            replace(GOOD, key=AppKey(key))


def test_an_app_has_a_server() -> None:
    with pytest.raises(InvalidValue, match="without a server"):
        replace(GOOD, servers={})


@pytest.mark.parametrize(
    "address",
    [
        "https://api.example.com",
        "https://api.example.com/",
        "https://api.example.com:8443/parcel/de/v2",
        "https://192.0.2.1",
        "https://[2001:db8::1]:443",
        "HTTPS://API.EXAMPLE.COM",
    ],
)
def test_an_address_of_a_host_is_taken(address: str) -> None:
    assert replace(GOOD, servers={"production": address}).servers == {"production": address}


BAD = [
    "",
    "api.example.com",
    "http://api.example.com",
    "ftp://api.example.com",
    "file:///etc/passwd",
    "https://",
    "https:///path",
    "https:api.example.com",
    "//api.example.com",
    "javascript:alert(1)",
    "https://user@api.example.com",
    "https://user:word@api.example.com",
    "https://:word@api.example.com",
    "https://@api.example.com",
    "https://api.example.com?key=1",
    "https://api.example.com#part",
    "https://[::1",
    "https://[api]",
    "https://api.example.com:99999",
    "https://api.example.com:0",
    "https://api.example.com:port",
    "https://api.example.com\n",
    "https://api.exam\nple.com",
    " https://api.example.com",
    "https://api.example.com /",
    "https://api.example.com\\@evil.example",
    "https://api.example.com\u202e",
]


@pytest.mark.parametrize("address", BAD)
def test_anything_else_is_no_server(address: str) -> None:
    with pytest.raises(InvalidValue, match="'sandbox' is no https address") as caught:
        replace(GOOD, servers={"production": "https://api.example.com", "sandbox": address})
    assert "word" not in str(caught.value)


@given(
    st.text(SIGNS)
    | st.text(SIGNS).map("https://".__add__)
    | st.text("[]:@/?#%.x1 \\\n").map("https://".__add__)
)
def test_an_address_is_taken_or_refused_and_nothing_else_happens(address: str) -> None:
    try:
        replace(GOOD, servers={"production": address})
    except InvalidValue:
        return
    assert address.lower().startswith("https://")
    assert not set(address) & set("@?# \n")


@given(st.integers(-2, 3), st.floats(-1, 2) | st.sampled_from([inf, -inf, nan, 0.0]))
def test_a_rate_lets_something_out_in_some_time(requests: int, seconds: float) -> None:
    if requests >= 1 and 0 < seconds < inf:
        assert Rate(requests, seconds).requests == requests
    else:
        with pytest.raises(InvalidValue, match="no rate"):
            Rate(requests, seconds)


@pytest.mark.parametrize("category", Category)
def test_every_shelf_has_a_label_in_both_languages(category: Category) -> None:
    assert category.label.en != category.label.de
