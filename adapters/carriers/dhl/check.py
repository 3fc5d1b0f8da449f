"""Trying the access data without buying anything. Facts: NOTES.md, "check"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from adapters.carriers.dhl.account import DhlAccount
from adapters.carriers.dhl.calls import DhlCalls
from adapters.carriers.dhl.complaints import WARNING, returns_complaints, shipping_complaints
from adapters.carriers.dhl.manifest import RETURNS, SHIPPING
from adapters.carriers.dhl.orders import body_of, findings, query_of, read_validation
from adapters.carriers.dhl.password import UNKNOWN
from adapters.carriers.dhl.returns import Receiver, read_receivers
from adapters.carriers.dhl.tokens import WrongCredentials
from core.errors import AccessDenied, InvalidValue, Refused
from core.parcel import LabelKind, LabelOrder, Notice, Party, Reference
from core.text import Text
from ports import Feature, FeatureCheck

#: Settings that DHL's findings of a dry run may mean; of addresses it may complain without any harm.
_SETTINGS: Final = frozenset({"billing_number", "return_billing_number", "profile"})
_PARTIES: Final = ("consumer", "merchant")

#: A harmless shipment between two addresses that exist, in the style of DHL's own samples.
_MERCHANT: Final = Party("Zugangsprüfung", "Sträßchensweg", "10", "53113", "Bonn", "DE")
_CONSUMERS: Final = {
    "DE": Party("Zugangsprüfung", "Kurt-Schumacher-Str.", "20", "53113", "Bonn", "DE"),
    "AT": Party("Zugangsprüfung", "Stephansplatz", "1", "1010", "Wien", "AT"),
}


@dataclass(frozen=True, slots=True)
class Returning:
    """What DHL says about independent returns. `denied`: the user or the app has no right to them.

    `receivers` is None where it cannot be told.
    """

    receivers: Sequence[Receiver] | None
    denied: bool = False


@dataclass(frozen=True, slots=True)
class Shipping:
    """What DHL says to a dry run. `problems` are by setting; `denied` as above."""

    problems: Mapping[str, Text] = field(default_factory=dict)
    denied: bool = False


def try_returns(calls: DhlCalls) -> Returning:
    """The receivers that returns can go to.

    raises  Throttled, Unreachable, BrokenReply; WrongCredentials where there is no token
    """
    calls.authenticate()
    try:
        answer = calls.read(f"{RETURNS}/locations", {}, returns_complaints)
    except WrongCredentials:
        raise
    except AccessDenied:
        return Returning(None, denied=True)
    except Refused:
        return Returning(None)
    return Returning(read_receivers(answer))


def try_shipping(calls: DhlCalls, account: DhlAccount, now: datetime) -> Shipping:
    """Whether the profile and each billing number are accepted, by dry runs that DHL stores nothing of.

    raises  Throttled, Unreachable, BrokenReply; WrongCredentials where there is no token
    """
    calls.authenticate()
    account = replace(account, must_encode=False)
    problems: dict[str, Text] = {}
    for order, setting in _harmless(account, now):
        try:
            found = dry_run(calls, account, order)
        except WrongCredentials:
            raise
        except AccessDenied:
            return Shipping(denied=True)
        except (InvalidValue, Refused) as error:
            problems.setdefault(setting, error.text)
            continue
        for notice in found:
            if (named := _meant(notice, setting)) is not None:
                problems.setdefault(named, Text(en=f"DHL: {notice.words.en}", de=f"DHL: {notice.words.de}"))
    return Shipping(problems)


def dry_run(calls: DhlCalls, account: DhlAccount, order: LabelOrder) -> Sequence[Notice]:
    """What DHL would say to a purchase.

    raises  InvalidValue, AccessDenied, Throttled, Unreachable, BrokenReply
            Refused: a no without any reason
    """
    query, body = query_of(order, account, validate=True), body_of(order, account)
    try:
        answer = calls.try_out(f"{SHIPPING}/orders", query, body, shipping_complaints)
    except Refused as refusal:
        if not refusal.complaints:
            raise
        return findings(refusal)
    return read_validation(answer)


def try_tracking(calls: DhlCalls) -> bool:
    """Whether the API key may track: a number that cannot exist is not found, instead of not allowed.

    raises  Throttled, Unreachable, BrokenReply
    """
    try:
        answer = calls.track({"trackingNumber": "00000000000000000000", "service": "parcel-de"})
    except AccessDenied:
        return False
    except Refused:
        return True
    return answer.is_success or "json" in answer.headers.get("content-type", "")


def _harmless(account: DhlAccount, now: datetime) -> Iterator[tuple[LabelOrder, str]]:
    """The shipments to try, each with the setting that a finding without a field is about."""
    places = [("DE", "billing_number")]
    if account.billing_number_international:
        places.append(("AT", "billing_number_international"))
    for country, setting in places:
        order = LabelOrder(
            LabelKind.SHIPMENT,
            Reference("Zugangspruefung"),
            _MERCHANT,
            _CONSUMERS[country],
            weight_g=1000,
            # Tomorrow: today may be over at DHL, where the day begins earlier than in UTC.
            on=(now + timedelta(days=1)).date(),
            enclosed_return=country == "DE" and bool(account.return_billing_number),
        )
        yield order, setting


def _meant(notice: Notice, setting: str) -> str | None:
    """The setting that a finding is about; None for warnings and for what concerns the sample itself."""
    if notice.field in _SETTINGS:
        return setting if notice.field == "billing_number" else notice.field
    if notice.code == WARNING or (notice.field or "").startswith(_PARTIES):
        return None
    return setting


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a feature works: yes, no, or (None) it cannot be told."""

    works: bool | None
    text: Text


def ship_verdict(account: DhlAccount, shipping: Shipping) -> Verdict:
    if not account.billing_number:
        return Verdict(False, Text(en="no billing number is set", de="keine Abrechnungsnummer eingetragen"))
    if shipping.denied:
        return Verdict(
            False,
            Text(
                en="the portal user or the app has no right to Shipping (Versenden)",
                de="dem Portal-Benutzer oder der App fehlt das Recht „Versenden“",
            ),
        )
    concerning = [text for name, text in shipping.problems.items() if name != "return_billing_number"]
    if concerning:
        return Verdict(False, _joined(concerning))
    return Verdict(True, Text(en="shipment labels: accepted", de="Versandlabel: akzeptiert"))


def return_verdict(account: DhlAccount, returning: Returning, shipping: Shipping) -> Verdict:
    """Independent returns where there is a receiver; else enclosed ones."""
    if account.receiver_id:
        return _receiver_verdict(account, returning)
    if account.return_billing_number and account.billing_number:
        problem = shipping.problems.get("return_billing_number")
        if problem is not None or shipping.denied:
            return Verdict(False, problem or ship_verdict(account, shipping).text)
        return Verdict(
            True,
            Text(
                en="enclosed return labels: accepted; independent ones: no receiver is set",
                de="beigelegte Retourenlabel: akzeptiert; unabhängige: kein Empfänger eingetragen",
            ),
        )
    if returning.denied:
        return Verdict(False, RETURNS_DENIED)
    return Verdict(
        False,
        Text(
            en="neither a return receiver nor a billing number for returns is set",
            de="weder ein Retourenempfänger noch eine Abrechnungsnummer für Retouren ist eingetragen",
        ),
    )


RETURNS_DENIED: Final = Text(
    en="the portal user or the app has no right to Returns (Retoure); set it in DHL's portal, then check "
    "again",
    de="dem Portal-Benutzer oder der App fehlt das Recht „Retoure“; bitte im DHL-Portal vergeben und erneut "
    "prüfen",
)


def _receiver_verdict(account: DhlAccount, returning: Returning) -> Verdict:
    if returning.denied:
        return Verdict(False, RETURNS_DENIED)
    if returning.receivers is None:
        return Verdict(
            None,
            Text(
                en="DHL does not say which return receivers there are",
                de="DHL sagt nicht, welche Retourenempfänger es gibt",
            ),
        )
    known = [receiver.receiver_id for receiver in returning.receivers]
    if account.receiver_id not in known:
        listed = ", ".join(known) or "–"
        return Verdict(
            False,
            Text(
                en=f"DHL knows no return receiver {account.receiver_id!r}; there are: {listed}",
                de=f"DHL kennt keinen Retourenempfänger „{account.receiver_id}“; es gibt: {listed}",
            ),
        )
    return Verdict(
        True,
        Text(
            en=f"return labels to the receiver {account.receiver_id}: accepted",
            de=f"Retourenlabel an den Empfänger {account.receiver_id}: akzeptiert",
        ),
    )


def password_sentence(account: DhlAccount, now: datetime) -> Text:
    return UNKNOWN if account.password is None else account.password.sentence(now)


def feature_checks(calls: DhlCalls, account: DhlAccount, now: datetime) -> Sequence[FeatureCheck]:
    """One answer per feature; wrong access data are answers too.

    raises  Throttled, Unreachable, BrokenReply
    """
    try:
        returning = try_returns(calls) if account.receiver_id else Returning(None)
        shipping = try_shipping(calls, account, now) if account.billing_number else Shipping()
    except AccessDenied as error:
        verdicts = [Verdict(False, error.text)] * 2
    else:
        verdicts = [ship_verdict(account, shipping), return_verdict(account, returning, shipping)]
    sentence = password_sentence(account, now)
    return [
        FeatureCheck(feature, verdict.works, _joined([verdict.text, sentence]))
        for feature, verdict in zip((Feature.SHIP, Feature.RETURN), verdicts, strict=True)
    ]


def _joined(texts: Sequence[Text]) -> Text:
    return Text(en="; ".join(text.en for text in texts), de="; ".join(text.de for text in texts))
