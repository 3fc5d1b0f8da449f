"""Holds requests and responses against an OpenAPI document (3.0 or 3.1).

`Contract` checks one exchange; `CheckedTransport` checks everything that an `httpx.Client` sends and gets:

    contract = Contract.load(SPECS / "otto" / "openapi.yaml")
    client = httpx.Client(transport=CheckedTransport(transport(standin), contract), base_url="http://otto.test")

It is stricter than the document where that finds mistakes: a property, a query parameter or a body that the
document does not name is a fault. No message contains a value of a header.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

import httpx
import yaml
from openapi_schema_validator import OAS30Validator, OAS31Validator, oas30_format_checker
from referencing import Registry, Resource, Specification

Json = Mapping[str, Any]

_METHODS: Final = ("get", "put", "post", "delete", "patch", "head", "options")
_ROOT: Final = "urn:contract"
#: What a gateway before any service may answer, documented or not.
_GATEWAY: Final = frozenset({401, 403, 404, 429, 500, 502, 503, 504})
_PARAMETER: Final = re.compile(r"\{[^}]+\}")
#: RFC 3339, but the colon in the offset may be missing: OTTO's own examples write +0000.
_DATE_TIME: Final = re.compile(
    r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-6]\d([.]\d+)?(Z|[+-]\d\d:?\d\d)\Z"
)


def _is_date_time(value: object) -> bool:
    return not isinstance(value, str) or _DATE_TIME.match(value) is not None


_FORMATS: Final = deepcopy(oas30_format_checker)
_FORMATS.checks("date-time")(_is_date_time)


class ContractBroken(AssertionError):
    """An exchange that the document does not allow."""


@dataclass(frozen=True, slots=True)
class _Operation:
    """One method of one path. `pointer` leads to it in the document."""

    method: str
    template: str
    pattern: re.Pattern[str]
    names: tuple[str, ...]
    spec: Json
    parameters: tuple[tuple[str, Json], ...]
    pointer: str

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.template}"


class Contract:
    """A document, ready to check. `Contract.load` reads each file once."""

    def __init__(self, document: Json) -> None:
        self._document = _closed(document)
        self._validator = OAS31Validator if str(document["openapi"]).startswith("3.1") else OAS30Validator
        resource = Resource.from_contents(self._document, default_specification=Specification.OPAQUE)
        self._registry: Registry[Any] = Registry().with_resource(_ROOT, resource)
        servers = (urlsplit(server["url"]).path.rstrip("/") for server in document.get("servers", ()))
        self._prefixes = tuple(sorted({*servers, ""}, reverse=True))
        self._operations = sorted(
            self._read_operations(), key=lambda operation: (len(operation.names), -len(operation.template))
        )

    @staticmethod
    @cache
    def load(path: Path) -> "Contract":
        return Contract(
            yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        )

    def check_request(self, request: httpx.Request) -> None:
        """raises  ContractBroken"""
        operation, found = self._operation(request)
        where = f"request {operation}"
        for pointer, parameter in operation.parameters:
            given = _values(parameter, request, found)
            if not given and parameter.get("required"):
                raise ContractBroken(f"{where}: {parameter['in']} parameter {parameter['name']!r} is missing")
            if given and "schema" in parameter:
                what = f"{where}: {parameter['in']} parameter {parameter['name']!r}"
                self._check_parameter(given, parameter, pointer, what)
        known = {parameter["name"] for _, parameter in operation.parameters if parameter["in"] == "query"}
        if unknown := set(request.url.params) - known:
            raise ContractBroken(f"{where}: the document knows no query parameter {min(unknown)!r}")
        self._check_security(operation, request, where)
        self._check_request_body(operation, request, where)

    def check_response(self, request: httpx.Request, response: httpx.Response) -> None:
        """The body has to be read. Statuses of a gateway may be undocumented.

        raises  ContractBroken
        """
        operation, _ = self._operation(request)
        where = f"response {response.status_code} to {operation}"
        responses = operation.spec["responses"]
        status = next(
            (
                key
                for key in (str(response.status_code), f"{response.status_code // 100}XX", "default")
                if key in responses
            ),
            None,
        )
        if status is None:
            if response.status_code in _GATEWAY or _is_not_modified(request, response):
                return
            raise ContractBroken(f"{where}: the document knows only {', '.join(map(str, responses))}")
        pointer, spec = self._followed(f"{operation.pointer}/responses/{status}", responses[status])
        content = spec.get("content")
        if content and response.status_code != 304:
            self._check_body(response.headers, response.content, content, f"{pointer}/content", where)

    def knows(self, method: str, path: str) -> bool:
        """Whether the document has an operation for this."""
        return self._match(method, path) is not None

    def scopes(self, method: str, path: str) -> frozenset[str]:
        """All scopes that the operation names."""
        found = self._match(method, path)
        if found is None:
            raise ContractBroken(f"the document knows no {method} {path}")
        wanted = found[0].spec.get("security", self._document.get("security", []))
        return frozenset(scope for one in wanted for scopes in one.values() for scope in scopes)

    def _read_operations(self) -> Iterator[_Operation]:
        for template, item in self._document["paths"].items():
            names = tuple(part[1:-1] for part in _PARAMETER.findall(template))
            pieces = map(re.escape, _PARAMETER.split(template))
            pattern = re.compile("([^/]+)".join(pieces) + r"\Z")
            base = f"/paths/{_escaped(template)}"
            for method in _METHODS:
                if method in item:
                    shared = self._parameters(f"{base}/parameters", item)
                    own = self._parameters(f"{base}/{method}/parameters", item[method])
                    merged = {(parameter["in"], parameter["name"]): (p, parameter) for p, parameter in shared}
                    merged |= {(parameter["in"], parameter["name"]): (p, parameter) for p, parameter in own}
                    yield _Operation(
                        method,
                        template,
                        pattern,
                        names,
                        item[method],
                        tuple(merged.values()),
                        f"{base}/{method}",
                    )

    def _parameters(self, pointer: str, holder: Json) -> list[tuple[str, Json]]:
        return [
            self._followed(f"{pointer}/{place}", parameter)
            for place, parameter in enumerate(holder.get("parameters", ()))
        ]

    def _followed(self, pointer: str, value: Json) -> tuple[str, Json]:
        """Where the value stands and what it is, after its references."""
        while "$ref" in value:
            pointer = value["$ref"].removeprefix("#")
            found: Any = self._document
            for part in pointer.split("/")[1:]:
                found = found[part.replace("~1", "/").replace("~0", "~")]
            value = found
        return pointer, value

    def _match(self, method: str, path: str) -> tuple[_Operation, dict[str, str]] | None:
        for prefix in self._prefixes:
            if path.startswith(prefix):
                for operation in self._operations:
                    match = operation.pattern.match(path.removeprefix(prefix))
                    if match and operation.method == method.lower():
                        return operation, dict(
                            zip(operation.names, map(unquote, match.groups()), strict=True)
                        )
        return None

    def _operation(self, request: httpx.Request) -> tuple[_Operation, dict[str, str]]:
        path = request.url.raw_path.decode("ascii").partition("?")[0]
        found = self._match(request.method, path)
        if found is None:
            raise ContractBroken(f"the document knows no {request.method} {path}")
        return found

    def _check_parameter(self, given: Sequence[str], parameter: Json, pointer: str, what: str) -> None:
        place, schema = self._followed(f"{pointer}/schema", parameter["schema"])
        if schema.get("type") == "array":
            exploded = parameter.get("explode", parameter.get("style", "form") == "form")
            texts = list(given) if exploded else given[0].split(",")
            _, items = self._followed(f"{place}/items", schema["items"])
            value: Any = [_typed(text, items) for text in texts]
        elif len(given) > 1:
            raise ContractBroken(f"{what} is given {len(given)} times")
        else:
            value = _typed(given[0], schema)
        self._validate(value, place, what)

    def _check_security(self, operation: _Operation, request: httpx.Request, where: str) -> None:
        wanted = operation.spec.get("security", self._document.get("security", []))
        if wanted and not any(all(self._shown(name, request) for name in one) for one in wanted):
            raise ContractBroken(f"{where}: no credentials of the kind that it asks for")

    def _shown(self, scheme: str, request: httpx.Request) -> bool:
        spec = self._document["components"]["securitySchemes"][scheme]
        if spec["type"] == "apiKey":
            holder: Mapping[str, str] = request.headers if spec["in"] == "header" else request.url.params
            return str(spec["name"]) in holder
        prefix = "basic " if spec.get("scheme", "bearer").lower() == "basic" else "bearer "
        return str(request.headers.get("authorization", "")).lower().startswith(prefix)

    def _check_request_body(self, operation: _Operation, request: httpx.Request, where: str) -> None:
        body = request.read()
        if "requestBody" not in operation.spec:
            if body:
                raise ContractBroken(f"{where}: the document knows no body")
            return
        pointer, spec = self._followed(f"{operation.pointer}/requestBody", operation.spec["requestBody"])
        if body:
            self._check_body(request.headers, body, spec["content"], f"{pointer}/content", where)
        elif spec.get("required"):
            raise ContractBroken(f"{where}: the body is missing")

    def _check_body(
        self, headers: httpx.Headers, body: bytes, content: Json, pointer: str, where: str
    ) -> None:
        given = _bare(headers.get("content-type", ""))
        media = next((name for name in content if _fits(_bare(name), given)), None)
        if media is None:
            raise ContractBroken(f"{where}: content type {given!r} is none of {', '.join(content)}")
        if "schema" not in content[media]:
            return
        if given.endswith(("/json", "+json")):
            try:
                value = json.loads(body)
            except ValueError:
                raise ContractBroken(f"{where}: the body is no JSON") from None
        elif given == "application/x-www-form-urlencoded":
            value = dict(parse_qsl(body.decode(), keep_blank_values=True))
        else:
            return
        self._validate(value, f"{pointer}/{_escaped(media)}/schema", where)

    def _validate(self, value: object, pointer: str, where: str) -> None:
        schema = {"$ref": f"{_ROOT}#{pointer}"}
        validator = self._validator(schema, registry=self._registry, format_checker=_FORMATS)
        for error in validator.iter_errors(value):
            raise ContractBroken(f"{where}: {error.json_path}: {error.message[:300]}")


class CheckedTransport(httpx.BaseTransport):
    """Hands everything on to `inner` and holds it against the contract. `responses=False` leaves out the
    answers, for weather that breaks them."""

    def __init__(self, inner: httpx.BaseTransport, contract: Contract, *, responses: bool = True) -> None:
        self._inner = inner
        self._contract = contract
        self._responses = responses

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._contract.check_request(request)
        response = self._inner.handle_request(request)
        if self._responses:
            response.read()
            self._contract.check_response(request, response)
        return response

    def close(self) -> None:
        self._inner.close()


def _is_not_modified(request: httpx.Request, response: httpx.Response) -> bool:
    """304 to who asked for it is HTTP's own answer, documented or not."""
    asked = {"if-none-match", "if-modified-since"} & set(request.headers)
    return response.status_code == 304 and bool(asked)


def _closed(value: Any) -> Any:
    """The document with every object schema closed that names properties and does not say it is open.

    The parts of an `allOf` stay as they are: each of them sees the properties of the others.
    """
    if isinstance(value, list):
        return [_closed(part) for part in value]
    if not isinstance(value, Mapping):
        return value
    result = {
        str(key): part if key in {"example", "examples", "default", "enum", "allOf"} else _closed(part)
        for key, part in value.items()
    }
    if isinstance(value.get("properties"), Mapping) and "allOf" not in value and _is_schema(value):
        result.setdefault("additionalProperties", False)
    return result


def _is_schema(value: Json) -> bool:
    return value.get("type", "object") == "object" and all(
        isinstance(part, Mapping) for part in value["properties"].values()
    )


def _values(parameter: Json, request: httpx.Request, found: Mapping[str, str]) -> Sequence[str]:
    name = parameter["name"]
    match parameter["in"]:
        case "path":
            return [found[name]]
        case "query":
            return request.url.params.get_list(name)
        case "header":
            return [request.headers[name]] if name in request.headers else []
        case _:
            return []


def _typed(text: str, schema: Json) -> Any:
    """The text as what the schema calls it, where it can be read as that."""
    try:
        match schema.get("type"):
            case "integer":
                return int(text)
            case "number":
                return float(text)
            case "boolean":
                return {"true": True, "false": False}.get(text, text)
    except ValueError:
        pass
    return text


def _bare(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()


def _fits(pattern: str, media_type: str) -> bool:
    if pattern.endswith("/*"):
        return pattern == "*/*" or media_type.startswith(pattern[:-1])
    return pattern == media_type


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")
