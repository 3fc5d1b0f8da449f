"""The contract checker lets right exchanges through and finds every wrong one."""

from copy import deepcopy
from typing import Any

import httpx
import pytest

from tests.contract.openapi import CheckedTransport, Contract, ContractBroken

DOCUMENT: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Parcels", "version": "1"},
    "servers": [{"url": "https://parcels.example/api/v2"}],
    "security": [{"token": []}],
    "paths": {
        "/parcels": {
            "parameters": [{"$ref": "#/components/parameters/Tenant"}],
            "get": {
                "parameters": [
                    {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 10}},
                    {
                        "name": "state",
                        "in": "query",
                        "schema": {"type": "array", "items": {"type": "string", "enum": ["NEW", "SENT"]}},
                    },
                    {
                        "name": "ids",
                        "in": "query",
                        "explode": False,
                        "schema": {"type": "array", "items": {"type": "integer"}},
                    },
                    {"name": "since", "in": "query", "schema": {"type": "string", "format": "date-time"}},
                ],
                "responses": {
                    "200": {
                        "description": "ok",
                        "content": {
                            "application/json;charset=UTF-8": {
                                "schema": {
                                    "type": "array",
                                    "items": {"$ref": "#/components/schemas/Parcel"},
                                }
                            }
                        },
                    },
                    "400": {"$ref": "#/components/responses/Bad"},
                },
            },
            "post": {
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Parcel"}}},
                },
                "responses": {"202": {"description": "accepted"}, "default": {"description": "else"}},
            },
        },
        "/parcels/{id}": {
            "get": {
                "parameters": [
                    {
                        "name": "id",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "string", "minLength": 3},
                    }
                ],
                "security": [],
                "responses": {"2XX": {"description": "ok"}},
            }
        },
        "/parcels/all": {"get": {"security": [{"basic": []}], "responses": {"204": {"description": "ok"}}}},
        "/token": {
            "post": {
                "security": [{"key": []}],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/x-www-form-urlencoded": {
                            "schema": {
                                "type": "object",
                                "required": ["grant_type"],
                                "properties": {"grant_type": {"type": "string", "enum": ["a", "b"]}},
                            }
                        }
                    },
                },
                "responses": {"200": {"description": "ok"}},
            }
        },
    },
    "components": {
        "parameters": {
            "Tenant": {"name": "X-Tenant", "in": "header", "required": True, "schema": {"type": "string"}}
        },
        "responses": {
            "Bad": {
                "description": "bad",
                "content": {
                    "application/json": {
                        "schema": {
                            "type": "object",
                            "required": ["why"],
                            "properties": {"why": {"type": "string"}},
                        }
                    }
                },
            }
        },
        "securitySchemes": {
            "token": {"type": "http", "scheme": "bearer"},
            "basic": {"type": "http", "scheme": "basic"},
            "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
        },
        "schemas": {
            "Parcel": {
                "type": "object",
                "required": ["weight_g"],
                "properties": {
                    "weight_g": {"type": "integer"},
                    "note": {"type": "string", "nullable": True},
                    "made": {"type": "string", "format": "date-time"},
                    "size": {
                        "allOf": [
                            {"type": "object", "properties": {"w": {"type": "integer"}}},
                            {"type": "object", "properties": {"h": {"type": "integer"}}},
                        ]
                    },
                    "extra": {"type": "object", "properties": {}, "additionalProperties": True},
                },
            }
        },
    },
}
CONTRACT = Contract(DOCUMENT)
RIGHT = {"authorization": "Bearer x", "x-tenant": "t"}
BASE = "http://localhost/api/v2"


def request(method: str, path: str, **more: Any) -> httpx.Request:
    return httpx.Request(method, BASE + path, **{"headers": RIGHT, **more})


@pytest.mark.parametrize(
    "right",
    [
        request("GET", "/parcels"),
        request("GET", "/parcels?limit=10&state=NEW&state=SENT&ids=1,2&since=2026-01-01T00:00:00Z"),
        request("GET", "/parcels?since=2026-01-01T00%3A00%3A00.5%2B0000"),
        request("POST", "/parcels", json={"weight_g": 5, "note": None, "size": {"w": 1, "h": 2}}),
        request("POST", "/parcels", json={"weight_g": 5, "extra": {"anything": 1}}),
        request("GET", "/parcels/abc", headers={}),
        request("GET", "/parcels/a%2Fc", headers={}),
        request("GET", "/parcels/all", headers={"authorization": "Basic x"}),
        request("POST", "/token", headers={"x-key": "k"}, data={"grant_type": "a"}),
        httpx.Request("GET", "http://localhost/parcels", headers=RIGHT),
    ],
    ids=str,
)
def test_right_requests_pass(right: httpx.Request) -> None:
    CONTRACT.check_request(right)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (request("GET", "/nothing"), "knows no GET"),
        (request("DELETE", "/parcels"), "knows no DELETE"),
        (request("GET", "/parcels?limit=11"), "maximum"),
        (request("GET", "/parcels?limit=ten"), "not of type 'integer'"),
        (request("GET", "/parcels?limit=1&limit=2"), "given 2 times"),
        (request("GET", "/parcels?state=OLD"), "not one of"),
        (request("GET", "/parcels?ids=1,b"), "not of type 'integer'"),
        (request("GET", "/parcels?since=2026-01-01T00:00:00+0000"), "date-time"),
        (request("GET", "/parcels?since=yesterday"), "date-time"),
        (request("GET", "/parcels?colour=red"), "no query parameter 'colour'"),
        (request("GET", "/parcels", headers={"x-tenant": "t"}), "no credentials"),
        (request("GET", "/parcels", headers={**RIGHT, "authorization": "Basic x"}), "no credentials"),
        (request("GET", "/parcels", headers={"authorization": "Bearer x"}), "'X-Tenant' is missing"),
        (request("GET", "/parcels/ab", headers={}), "too short"),
        (request("GET", "/parcels", content=b"{}"), "knows no body"),
        (request("POST", "/parcels"), "body is missing"),
        (request("POST", "/parcels", json={"note": "x"}), "'weight_g' is a required property"),
        (request("POST", "/parcels", json={"weight_g": 5, "colour": "red"}), "'colour' was unexpected"),
        (request("POST", "/parcels", json={"weight_g": "5"}), "not of type 'integer'"),
        (request("POST", "/parcels", json={"weight_g": 5, "made": "2026-13-01T00:00:00Z"}), "date-time"),
        (request("POST", "/parcels", data={"weight_g": "5"}), "content type"),
        (
            request("POST", "/parcels", content=b"{", headers={**RIGHT, "content-type": "application/json"}),
            "no JSON",
        ),
        (request("POST", "/token", headers={"x-key": "k"}, data={"grant_type": "c"}), "not one of"),
        (request("POST", "/token", headers={"x-key": "k"}, data={"scope": "c"}), "required"),
        (request("POST", "/token", headers={}, data={"grant_type": "a"}), "no credentials"),
    ],
    ids=str,
)
def test_wrong_requests_do_not(wrong: httpx.Request, why: str) -> None:
    with pytest.raises(ContractBroken, match=why):
        CONTRACT.check_request(wrong)


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        (request("GET", "/parcels"), httpx.Response(200, json=[])),
        (request("GET", "/parcels"), httpx.Response(200, json=[{"weight_g": 1}])),
        (request("GET", "/parcels"), httpx.Response(400, json={"why": "so"})),
        (request("GET", "/parcels"), httpx.Response(429, html="<html>")),
        (request("POST", "/parcels"), httpx.Response(202)),
        (request("POST", "/parcels"), httpx.Response(418, text="tea")),
        (request("GET", "/parcels/abc"), httpx.Response(206)),
    ],
    ids=str,
)
def test_right_answers_pass(asked: httpx.Request, right: httpx.Response) -> None:
    CONTRACT.check_response(asked, right)


@pytest.mark.parametrize(
    ("asked", "wrong", "why"),
    [
        (request("GET", "/parcels"), httpx.Response(201, json=[]), "knows only"),
        (request("GET", "/parcels"), httpx.Response(200, json={}), "not of type 'array'"),
        (request("GET", "/parcels"), httpx.Response(200, json=[{"weight_g": 1.5}]), "not of type 'integer'"),
        (request("GET", "/parcels"), httpx.Response(200, json=[{"weight_g": 1, "x": 1}]), "unexpected"),
        (request("GET", "/parcels"), httpx.Response(200), "content type"),
        (request("GET", "/parcels"), httpx.Response(400, text="bad"), "content type"),
        (request("GET", "/parcels"), httpx.Response(400, json={}), "required"),
    ],
    ids=str,
)
def test_wrong_answers_do_not(asked: httpx.Request, wrong: httpx.Response, why: str) -> None:
    with pytest.raises(ContractBroken, match=why):
        CONTRACT.check_response(asked, wrong)


def test_the_document_is_left_as_it_is() -> None:
    before = deepcopy(DOCUMENT)
    Contract(DOCUMENT)
    assert before == DOCUMENT


def test_no_header_value_gets_into_a_message() -> None:
    wrong = request("GET", "/parcels?limit=11", headers={**RIGHT, "authorization": "Bearer s3cr3t"})
    with pytest.raises(ContractBroken) as caught:
        CONTRACT.check_request(wrong)
    assert "s3cr3t" not in str(caught.value)


def test_a_checked_client_sees_the_answers_and_the_faults() -> None:
    answers = [httpx.Response(200, json=[{"weight_g": 1}]), httpx.Response(200, json=[{}])] * 2
    inner = httpx.MockTransport(lambda _: answers.pop(0))
    with httpx.Client(transport=CheckedTransport(inner, CONTRACT), base_url=BASE, headers=RIGHT) as client:
        assert client.get("/parcels").json() == [{"weight_g": 1}]
        with pytest.raises(ContractBroken):
            client.get("/parcels")
        with pytest.raises(ContractBroken):
            client.get("/parcels?colour=red")
        assert len(answers) == 2
    unchecked = CheckedTransport(inner, CONTRACT, responses=False)
    with httpx.Client(transport=unchecked, base_url=BASE, headers=RIGHT) as client:
        client.get("/parcels")
        assert client.get("/parcels").json() == [{}]


def test_it_knows_which_operations_there_are() -> None:
    assert CONTRACT.knows("GET", "/api/v2/parcels/abc")
    assert CONTRACT.knows("post", "/token")
    assert not CONTRACT.knows("PUT", "/parcels")
