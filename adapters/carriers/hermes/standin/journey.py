"""How parcels travel: by the clock, from the moment their label is issued."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

_OUT: Final = (
    (timedelta(0), "0000", "Die Sendung ist angekündigt."),
    (timedelta(hours=3), "1510", "Die Sendung ist sortiert."),
    (timedelta(hours=9), "2000", "Die Sendung ist im Zieldepot."),
    (timedelta(hours=22), "3000", "Die Sendung ist in der Zustellung."),
    (timedelta(hours=26), "3500", "Die Sendung ist zugestellt."),
)
_BACK: Final = (
    (timedelta(0), "0000", "Die Sendung ist angekündigt."),
    (timedelta(hours=24), "4062", "Die Retoure ist im PaketShop abgegeben."),
    (timedelta(hours=36), "1520", "Die Retoure ist auf dem Weg zum Auftraggeber."),
    (timedelta(hours=72), "7500", "Die Retoure ist beim Auftraggeber angekommen."),
)
#: The vendor's own numbers for trying the tracking: a parcel on its way, a late one, a delivered one.
TEST_NUMBERS: Final = {
    "T1132981237129800": timedelta(hours=10),
    "T1000987654321020": timedelta(hours=4),
    "T1000987654321040": timedelta(hours=30),
}


def events(issued_at: datetime, now: datetime, *, back: bool) -> Sequence[dict[str, Any]]:
    """What has happened by now, newest first."""
    return [
        {
            "timestamp": (issued_at + after).isoformat(timespec="seconds"),
            "code": code,
            "description": text,
            "scanningUnit": {"name": "Hermes Germany", "city": "Hamburg", "countryCode": "DEU"},
        }
        for after, code, text in reversed(_BACK if back else _OUT)
        if issued_at + after <= now
    ]
