"""`app-center webhook add|list|test|remove|deliveries|again`: where hosts are told what happened."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from app_center.cli.options import AccountName, AsJson

if TYPE_CHECKING:
    from core.webhooks import Delivery

Identity = Annotated[str, typer.Argument(help="As `webhook list` shows it.", metavar="ID")]


def register(app: typer.Typer) -> None:
    hooks = typer.Typer(help="Webhooks: where hosts are told what happened.", no_args_is_help=True)
    hooks.command("add")(add)
    hooks.command("list")(list_webhooks)
    hooks.command("test")(test)
    hooks.command("remove")(remove)
    hooks.command("deliveries")(deliveries)
    hooks.command("again")(again)
    app.add_typer(hooks, name="webhook")


def add(
    account: AccountName,
    url: Annotated[str, typer.Argument(help="https://...", metavar="URL")],
    event: Annotated[
        list[str] | None, typer.Option("--event", help="For instance order.created; without: everything.")
    ] = None,
) -> None:
    """Tell this address what happens from now on. Its secret is shown this one time, on standard output."""
    from app_center.cli.output import opened, say
    from app_center.webhooks import add_endpoint
    from core.text import Text

    with opened() as center:
        made = add_endpoint(center, center.memory.of(center.account(account).account.id), url, event or ())
    typer.echo(made.secret.reveal())
    say(
        Text(
            en=f"Webhook {made.endpoint.id}. Keep the secret now: it is not shown again.",
            de=f"Webhook {made.endpoint.id}. Bitte das Geheimnis jetzt aufbewahren: Es wird nicht noch "
            "einmal gezeigt.",
        )
    )


def list_webhooks(account: AccountName, as_json: AsJson = False) -> None:
    """List the webhooks, with what waits and what is parked."""
    from app_center.cli.output import opened, show
    from core.webhooks import DeliveryState

    with opened() as center:
        book = center.memory.of(center.account(account).account.id).webhooks
        rows = []
        for endpoint in book.endpoints():
            states = [each.state for each in book.deliveries(endpoint.id, 1000)]
            rows.append(
                {
                    "id": endpoint.id,
                    "url": endpoint.url,
                    "events": sorted(endpoint.kinds),
                    "waiting": states.count(DeliveryState.PENDING),
                    "parked": states.count(DeliveryState.PARKED),
                    "made_at": endpoint.made_at.isoformat(timespec="seconds"),
                }
            )
    show(rows, as_json=as_json, columns=["id", "url", "events", "waiting", "parked"])


def test(account: AccountName, identity: Identity) -> None:
    """Send it an event of no meaning now, and say how that went."""
    from app_center.cli.output import complain, opened, say
    from app_center.webhooks import try_endpoint
    from core.text import Text
    from core.webhooks import DeliveryState, EndpointId

    with opened() as center:
        memory = center.memory.of(center.account(account).account.id)
        sent = try_endpoint(center, memory, EndpointId(identity))
    if sent.state is DeliveryState.DELIVERED:
        say(Text(en="It was taken.", de="Es wurde angenommen."))
        return
    waits = Text(en="somebody else delivers right now", de="gerade stellt ein anderer Prozess zu")
    complain(sent.reason or waits)
    raise typer.Exit(1)


def remove(account: AccountName, identity: Identity) -> None:
    """Tell it nothing any more; what was to be delivered to it goes as well."""
    from app_center.cli.output import opened, say
    from app_center.webhooks import the_endpoint
    from core.text import Text

    with opened() as center:
        memory = center.memory.of(center.account(account).account.id)
        memory.webhooks.remove(the_endpoint(memory, identity).id)
    say(Text(en=f"The webhook {identity} is removed.", de=f"Der Webhook {identity} ist entfernt."))


def deliveries(account: AccountName, identity: Identity, as_json: AsJson = False) -> None:
    """List what it was told lately, newest first, with the reason where that failed."""
    from app_center.cli.output import opened, show
    from app_center.webhooks import the_endpoint

    with opened() as center:
        memory = center.memory.of(center.account(account).account.id)
        rows = [_row(each) for each in memory.webhooks.deliveries(the_endpoint(memory, identity).id)]
    show(rows, as_json=as_json, columns=["number", "event", "subject", "state", "tries", "due_at", "reason"])


def _row(delivery: "Delivery") -> dict[str, Any]:
    from app_center.cli.output import language

    return {
        "number": delivery.number,
        "event": delivery.event.kind.value,
        "subject": delivery.event.subject,
        "happened_at": delivery.happened_at.isoformat(timespec="seconds"),
        "state": delivery.state.value,
        "tries": delivery.tries,
        "due_at": delivery.due_at.isoformat(timespec="seconds") if delivery.due_at else None,
        "reason": delivery.reason.into(language()) if delivery.reason else None,
    }


def again(
    account: AccountName,
    number: Annotated[int, typer.Argument(help="As `webhook deliveries` shows it.", metavar="NUMBER")],
) -> None:
    """Try a parked delivery anew."""
    from app_center.cli.output import opened, say
    from app_center.webhooks import send_again
    from core.text import Text

    with opened() as center:
        send_again(center, center.memory.of(center.account(account).account.id), number)
    say(Text(en="It is tried again at once.", de="Es wird gleich wieder versucht."))
