"""The same orders by dlt, which takes nested lists apart into tables as we do.

python dlt_pipeline.py CONFIG.json
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dlt
from dlt.destinations import sqlalchemy
from dlt.sources.helpers import requests


def main() -> None:
    config = json.loads(Path(sys.argv[1]).read_text())

    @dlt.resource(name="orders", primary_key="salesOrderId", write_disposition="append")
    def orders() -> Iterator[list[dict[str, Any]]]:
        token = requests.post(
            f"{config['server']}/v1/token",
            data={
                "grant_type": "client_credentials",
                "client_id": config["client_id"],
                "client_secret": config["client_secret"],
                "scope": "orders",
            },
        ).json()["access_token"]
        path = "/v4/orders?limit=256"
        while path:
            answer = requests.get(config["server"] + path, headers={"Authorization": f"Bearer {token}"})
            body = answer.json()
            yield body["resources"]
            path = next((link["href"] for link in body["links"] if link["rel"] == "next"), "")

    with tempfile.TemporaryDirectory() as folder:
        pipeline = dlt.pipeline(
            "otto", destination=sqlalchemy(config["url"]), dataset_name="main", pipelines_dir=folder
        )
        pipeline.run(orders())


if __name__ == "__main__":
    main()
