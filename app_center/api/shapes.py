"""Shapes that several resources share. Money is whole cents with its currency, weights are grams, times are
RFC 3339 in UTC."""

from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import Path
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from core.money import Money

#: Texts that a database can hold: no control characters.
_PLAIN: Final = r"^[^\x00-\x1f\x7f]*$"


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


Moment = Annotated[datetime, AfterValidator(_utc)]
Line = Annotated[str, Field(max_length=500, pattern=_PLAIN)]
Identity = Annotated[str, Field(min_length=1, max_length=200, pattern=_PLAIN)]
SkuText = Annotated[str, Field(min_length=1, max_length=50, pattern=_PLAIN)]
Pieces = Annotated[int, Field(ge=0, le=999_999_999, strict=True)]

AppPath = Annotated[str, Path(max_length=50, description="The app's key, for instance `otto` or `dhl`.")]
IdPath = Annotated[str, Path(min_length=1, max_length=200, pattern=_PLAIN)]
SkuPath = Annotated[str, Path(min_length=1, max_length=50, pattern=_PLAIN)]


class Told(BaseModel):
    """What a host says. An unknown field is an error, not silence."""

    model_config = ConfigDict(extra="forbid")


class Amount(BaseModel):
    cents: int
    currency: str

    @classmethod
    def of(cls, money: Money) -> "Amount":
        return cls(cents=money.cents, currency=money.currency)

    @classmethod
    def maybe(cls, money: Money | None) -> "Amount | None":
        return None if money is None else cls.of(money)
