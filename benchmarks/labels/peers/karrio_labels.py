"""The same labels by karrio's connectors, which look for the stand-in where they look for the carrier.

python karrio_labels.py CONFIG.json
"""

import json
import resource
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import karrio.sdk as karrio
from karrio.core import models

NAMES = {"dhl": "dhl_parcel_de", "gls": "gls", "hermes": "hermes"}
SERVICES = {"dhl": "dhl_parcel_de_paket", "gls": "gls_parcel", "hermes": "hermes_standard"}
PATHS = {
    "dhl": {
        "server_url": "/parcel/de/shipping",
        "token_server_url": "/parcel/de/account/auth/ropc/v1",
    },
    "gls": {"server_url": ""},
    "hermes": {"server_url": "/services/hsi", "token_url": "/authorization-facade/oauth2/access_token"},
}


def own_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def login(config: dict[str, Any]) -> dict[str, Any]:
    settings, secrets = config["settings"], config["secrets"]
    match config["carrier"]:
        case "dhl":
            app = {"client_id": secrets["app_key"], "client_secret": secrets["app_secret"]}
            return {**app, "username": settings["user"], "password": secrets["password"]}
        case "gls":
            app = {"client_id": settings["client_id"], "client_secret": secrets["client_secret"]}
            return {**app, "contact_id": settings["contact_id"]}
        case _:
            app = {"client_id": settings["client_id"], "client_secret": secrets["client_secret"]}
            return {**app, "username": settings["user"], "password": secrets["password"]}


def redirect(carrier: str, server: str) -> None:
    settings = import_module(f"karrio.mappers.{NAMES[carrier]}.settings").Settings
    for name, path in PATHS[carrier].items():
        setattr(settings, name, property(lambda _, address=server + path: address))


def request(carrier: str, number: int) -> models.ShipmentRequest:
    split = carrier == "gls"  # its connector takes the house number from the second line
    merchant = models.Address(
        company_name="Murmelbach Feinkost",
        person_name="Odilia Murmelbach",
        address_line1="Lagerdamm" if split else "Lagerdamm 4",
        address_line2="4" if split else None,
        postal_code="36251",
        city="Bad Hersfeld",
        country_code="DE",
        email="versand@murmelbach.example",
    )
    consumer = models.Address(
        person_name=f"Thusnelda Quappenstein {number}",
        address_line1="Zwirbelgasse" if split else "Zwirbelgasse 77",
        address_line2="77" if split else None,
        postal_code="01067",
        city="Dresden",
        country_code="DE",
    )
    return models.ShipmentRequest(
        service=SERVICES[carrier],
        shipper=merchant,
        recipient=consumer,
        parcels=[models.Parcel(weight=1.5, weight_unit="KG")],
        reference=f"BENCH{number:06}",
        label_type="PDF",
    )


def main(config: dict[str, Any]) -> None:
    carrier = config["carrier"]
    redirect(carrier, config["server"])
    gateway = karrio.gateway[NAMES[carrier]].create({**login(config), "test_mode": True})
    cpu = own_cpu()
    read, answered = 0, 0
    for number in range(config["count"]):
        label, messages = karrio.Shipment.create(request(carrier, number)).from_(gateway).parse()
        read += label is not None
        answered += not messages
    spent = own_cpu() - cpu
    sys.stdout.write(
        json.dumps({"bought": config["count"], "read": read, "clean": answered, "cpu": spent}) + "\n"
    )


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text()))
