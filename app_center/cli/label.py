"""`app-center label`, `labels`, `label-cancel`, `label-decide`."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app_center.cli.options import AccountName, AsJson, Marketplace

if TYPE_CHECKING:
    from app_center.bootstrap import AppCenter
    from core.parcel import Label
    from core.purchases import Purchase
    from ports.memory import AccountMemory

CarrierKey = Annotated[
    str, typer.Option("--carrier", help="The carrier app, for instance dhl.", metavar="KEY")
]
Kind = Annotated[str, typer.Option("--kind", help="shipment or return.", metavar="KIND")]
Reference = Annotated[
    str, typer.Option("--reference", help="Yours; one reference, one label.", metavar="REF")
]


def register(app: typer.Typer) -> None:
    app.command("label")(label)
    app.command("labels")(labels)
    app.command("label-cancel")(cancel)
    app.command("label-decide")(decide)


def label(
    account: AccountName,
    carrier: CarrierKey,
    kind: Kind,
    reference: Reference,
    to: Annotated[
        Path,
        typer.Option("--to", help="JSON file: the consumer and the parcel.", exists=True, dir_okay=False),
    ],
    out: Annotated[Path | None, typer.Option("--out", help="Where the document goes.")] = None,
    order: Annotated[
        str | None,
        typer.Option(
            "--order", help="Of a marketplace: makes its return number with the parcel.", metavar="ID"
        ),
    ] = None,
    app: Marketplace = "otto",
) -> None:
    """Buy a label. The same reference again gives the same label and buys nothing."""
    from app_center.cli.output import complain, opened, say
    from app_center.labels import buy, carrier_kind, label_order, sender
    from core.errors import InvalidValue
    from core.purchases import PurchaseState
    from core.text import Text

    content = _content(to)
    if order is not None and content.get("enclosed_return") is True:
        raise InvalidValue(
            Text(
                en="no return label may go into a parcel of a marketplace: it gives the buyer one; leave "
                "enclosed_return out",
                de="in das Paket eines Marktplatzes darf kein Retourenlabel: der Käufer bekommt es von ihm; "
                "bitte enclosed_return weglassen",
            ),
            field="enclosed_return",
        )
    with opened() as center:
        memory = center.account(account)
        found = carrier_kind(center, carrier)
        wanted = label_order(
            content,
            kind=_kind(kind),
            reference=reference,
            merchant=sender(memory, found),
            now=center.clock.now(),
        )
        purchase = buy(center, memory, found, wanted)
        if order is not None and purchase.state is PurchaseState.BOUGHT and purchase.label is not None:
            _say_return_number(center, memory, app, found.manifest.key, purchase.label, order)
    if purchase.state is not PurchaseState.BOUGHT or purchase.label is None:
        reason = purchase.reason or Text(en="not bought", de="nicht gekauft")
        state = purchase.state.value.replace("_", " ")
        complain(Text(en=f"{reference}: {state}: {reason.en}", de=f"{reference}: {state}: {reason.de}"))
        if purchase.state is PurchaseState.OUTCOME_UNKNOWN:
            command = (
                f"app-center label-decide --account {account} --carrier {carrier} --kind {kind} "
                f"--reference {reference} --bought NUMBER"
            )
            say(
                Text(
                    en=f"after looking: {command} (or --not-bought)",
                    de=f"nach dem Nachsehen: {command} (oder --not-bought)",
                )
            )
        raise typer.Exit(1)
    _hand_out(purchase, out)


def _say_return_number(
    center: "AppCenter", memory: "AccountMemory", app: str, carrier: str, bought: "Label", order: str
) -> None:
    """The return number is made with the parcel, so that nothing is missing when the parcel is reported."""
    from app_center.after_sale import marketplace_kind, number_for_parcel
    from app_center.cli.output import complain, say
    from app_center.dispatches import the_order
    from core.apps import AppKey
    from core.dispatch import ReturnKey
    from core.text import Text

    kind = marketplace_kind(center, app)
    found = the_order(memory.orders(kind.manifest.key), order)
    made = number_for_parcel(center, memory, kind, AppKey(carrier), bought, found)
    if isinstance(made, ReturnKey):
        say(
            Text(
                en=f"return number {made.carrier} {made.number}: kept for the dispatch notice; its label "
                "must not "
                "go into the parcel, the marketplace gives the buyer one",
                de=f"Retourennummer {made.carrier} {made.number}: für die Versandmeldung aufbewahrt; ihr "
                "Label darf "
                "nicht ins Paket, der Marktplatz gibt dem Käufer eines",
            )
        )
    else:
        complain(Text(en=f"{made.why.en}; {made.repair.en}", de=f"{made.why.de}; {made.repair.de}"))


def _hand_out(purchase: "Purchase", out: Path | None) -> None:
    from app_center.cli.output import say
    from core.text import Text

    bought = purchase.label
    assert bought is not None  # noqa: S101 - the caller has looked
    typer.echo(bought.number)
    if bought.return_number:
        typer.echo(f"return {bought.return_number}")
    for notice in bought.notices:
        field = f"{notice.field}: " if notice.field else ""
        words, code = notice.words, notice.code
        say(Text(en=f"note: {field}{words.en} ({code})", de=f"Hinweis: {field}{words.de} ({code})"))
    if out is None:
        return
    if not bought.documents:
        say(Text(en="the carrier gave no document", de="der Versender gab kein Dokument heraus"))
        return
    for at, document in enumerate(bought.documents):
        path = out if at == 0 else out.with_name(f"{out.stem}-{document.role.value}.{document.format.value}")
        path.write_bytes(document.data)
        say(f"{document.role.value}: {path}")


def _content(path: Path) -> dict[str, Any]:
    from core.errors import InvalidValue

    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidValue(f"{path}: is no readable JSON ({type(error).__name__})", field="to") from None
    if not isinstance(content, dict):
        raise InvalidValue(f"{path}: is no JSON object", field="to")
    return content


def _kind(word: str) -> Any:
    from core.errors import InvalidValue
    from core.parcel import LabelKind

    try:
        return LabelKind(word)
    except ValueError:
        raise InvalidValue(f"--kind {word}: is shipment or return", field="kind") from None


def labels(account: AccountName, as_json: AsJson = False) -> None:
    """List the labels of all carriers, with what is open about them."""
    from app_center.cli.output import opened, show

    with opened() as center:
        memory = center.account(account)
        carriers = [kind.manifest.key for kind in center.registry.carriers.values()]
        rows = [row for key in carriers for row in _rows(memory, key)]
    columns = ["reference", "carrier", "kind", "number", "state", "reason"]
    show(rows, as_json=as_json, columns=columns)


def _rows(memory: "AccountMemory", carrier: str) -> Iterator[dict[str, Any]]:
    from app_center.cli.output import language
    from core.apps import AppKey

    for purchase in memory.labels(AppKey(carrier)).all():
        bought = purchase.label
        yield {
            "reference": purchase.reference,
            "carrier": purchase.carrier,
            "kind": purchase.kind.value,
            "number": bought.number if bought else None,
            "return_number": bought.return_number if bought else None,
            "state": purchase.state.value,
            "reason": purchase.reason.into(language()) if purchase.reason else None,
            "begun_at": purchase.begun_at.isoformat(),
        }


def cancel(account: AccountName, carrier: CarrierKey, kind: Kind, reference: Reference) -> None:
    """Take a bought label back, where the carrier can."""
    from app_center.cli.output import complain, opened, say
    from app_center.labels import carrier_kind, open_carrier
    from core.parcel import Cancellation
    from core.parcel import Reference as Ref
    from core.text import Text
    from sync.labels import cancel_label

    answers = {
        Cancellation.TOO_LATE: Text(en="too late to cancel", de="für eine Stornierung zu spät"),
        Cancellation.NOT_KNOWN: Text(
            en="the carrier does not know this label", de="der Versender kennt dieses Label nicht"
        ),
        Cancellation.NOT_OFFERED: Text(
            en="this carrier cannot cancel it", de="dieser Versender kann es nicht stornieren"
        ),
    }
    with opened() as center:
        memory = center.account(account)
        found = carrier_kind(center, carrier)
        book = memory.labels(found.manifest.key)
        opened_carrier = open_carrier(center, memory, found)
        _, answer = cancel_label(opened_carrier, book, center.clock, _kind(kind), Ref(reference))
    if answer is not Cancellation.DONE:
        complain(answers[answer])
        raise typer.Exit(1)
    say(Text(en=f"{reference} is cancelled.", de=f"{reference} ist storniert."))


def decide(
    account: AccountName,
    carrier: CarrierKey,
    kind: Kind,
    reference: Reference,
    bought: Annotated[
        str | None, typer.Option("--bought", help="It was bought, under this number.", metavar="NUMBER")
    ] = None,
    not_bought: Annotated[bool, typer.Option("--not-bought", help="It was not bought.")] = False,
) -> None:
    """Settle a label of unknown outcome, after looking in the carrier's own portal."""
    from app_center.cli.after_stock import send_what_was_held
    from app_center.cli.output import opened, say
    from app_center.labels import carrier_kind
    from core.errors import InvalidValue
    from core.parcel import Reference as Ref
    from sync.labels import decide as settle

    if (bought is None) is not not_bought:
        raise InvalidValue("say either --bought NUMBER or --not-bought", field="bought")
    with opened() as center:
        memory = center.account(account)
        book = memory.labels(carrier_kind(center, carrier).manifest.key)
        purchase = settle(book, center.clock, _kind(kind), Ref(reference), bought)
        send_what_was_held(center, memory)
    say(f"{reference}: {purchase.state.value}")
