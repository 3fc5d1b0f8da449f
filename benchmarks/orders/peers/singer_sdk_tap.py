"""The same orders by a tap and a SQL target of the Meltano Singer SDK, in one pipe, as its users run them.

Nested parts travel as JSON text: less work than ours, which takes them apart into tables.

    python singer_sdk_tap.py tap CONFIG.json | python singer_sdk_tap.py target CONFIG.json
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from singer_sdk import RESTStream, Tap
from singer_sdk import typing as th
from singer_sdk.authenticators import OAuthAuthenticator
from singer_sdk.pagination import BaseHATEOASPaginator
from singer_sdk.sql import SQLConnector, SQLSink, SQLTarget

NESTED = ("positionItems", "deliveryAddress", "invoiceAddress", "payment", "initialDeliveryFees")
PLAIN = ("salesOrderId", "orderNumber", "orderDate", "lastModifiedDate", "orderLifecycleInformation")


class Login(OAuthAuthenticator):
    @property
    def oauth_request_body(self) -> dict[str, str]:
        return {
            "grant_type": "client_credentials",
            "client_id": self.client_id or "",
            "client_secret": self.client_secret or "",
            "scope": "orders",
        }


class NextLink(BaseHATEOASPaginator):
    def get_next_url(self, response: Any) -> str | None:
        return next((link["href"] for link in response.json()["links"] if link["rel"] == "next"), None)


class Orders(RESTStream):
    name = "orders"
    path = "/v4/orders"
    primary_keys = ("salesOrderId",)
    records_jsonpath = "$.resources[*]"
    schema = th.PropertiesList(*(th.Property(key, th.StringType) for key in (*PLAIN, *NESTED))).to_dict()

    @property
    def url_base(self) -> str:
        return self.config["server"]

    @property
    def authenticator(self) -> Login:
        return Login(
            client_id=self.config["client_id"],
            client_secret=self.config["client_secret"],
            auth_endpoint=f"{self.url_base}/v1/token",
        )

    def get_new_paginator(self) -> NextLink:
        return NextLink()

    def get_url_params(self, context: Any, next_page_token: Any) -> dict[str, Any]:
        if next_page_token is None:
            return {"limit": 256}
        return dict(parse_qsl(urlsplit(next_page_token.geturl()).query))

    def post_process(self, row: dict[str, Any], context: Any = None) -> dict[str, Any]:
        return {
            key: json.dumps(row.get(key), default=float)
            if isinstance(row.get(key), dict | list)
            else row.get(key)
            for key in (*PLAIN, *NESTED)
        }


class OttoTap(Tap):
    name = "tap-otto"
    config_jsonschema = th.PropertiesList(
        *(th.Property(key, th.StringType) for key in ("server", "client_id", "client_secret", "url"))
    ).to_dict()

    def discover_streams(self) -> Iterable[Orders]:
        return [Orders(self)]


class Connector(SQLConnector):
    allow_temp_tables = False
    allow_column_alter = False
    allow_merge_upsert = True

    def get_sqlalchemy_url(self, config: dict[str, Any]) -> str:
        return str(config["url"])


class Sink(SQLSink):
    connector_class = Connector


class DatabaseTarget(SQLTarget):
    name = "target-database"
    default_sink_class = Sink
    max_parallelism = 1
    config_jsonschema = OttoTap.config_jsonschema


if __name__ == "__main__":
    config = json.loads(Path(sys.argv[2]).read_text())
    if sys.argv[1] == "tap":
        OttoTap(config=config).sync_all()
    else:
        DatabaseTarget(config=config).listen(sys.stdin)
