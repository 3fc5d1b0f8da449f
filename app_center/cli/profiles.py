"""`app-center profiles`: how fast and in which way a seller's parcels get to the buyer."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from app_center.cli.options import AccountName, AsJson

if TYPE_CHECKING:
    from app_center.bootstrap import AppCenter
    from core.listing.delivery import Profile
    from ports.listings import DeliveryDesk

AppName = Annotated[str, typer.Option("--app", help="The marketplace app.", metavar="APP")]
ProfileName = Annotated[str, typer.Argument(help="The profile's name.", metavar="PROFILE")]
Kind = Annotated[
    str,
    typer.Option("--kind", help="parcel, forwarder-room, forwarder-kerb or forwarder-heavy; never changes."),
]
Days = Annotated[str, typer.Option("--days", help="Working days, for instance mon-fri or mon,wed.")]
Cutoff = Annotated[str, typer.Option("--cutoff", help="Orders before this time count for the day: HH:MM.")]
Processing = Annotated[int, typer.Option("--processing", help="Days until it is handed over; 1: same day.")]
Transport = Annotated[int, typer.Option("--transport", help="Days from there to the buyer.")]

commands = typer.Typer(rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    app.add_typer(commands, name="profiles")


@commands.callback(invoke_without_command=True)
def profiles(
    context: typer.Context,
    account: Annotated[
        str | None, typer.Option("--account", "-a", help="The account's name.", metavar="NAME")
    ] = None,
    as_json: AsJson = False,
    app: AppName = "otto",
) -> None:
    """The delivery profiles that the marketplace has."""
    if context.invoked_subcommand is not None:
        return
    if account is None:
        raise typer.BadParameter("--account is needed")
    from app_center.cli.output import opened, show

    with opened() as center:
        found = _desk(center, account, app).profiles()
        columns = ["profile", "kind", "working_days", "order_cutoff", "processing_days", "transport_days"]
        show(map(_row, found), as_json=as_json, columns=columns)


@commands.command("set")
def set_(
    name: ProfileName,
    account: AccountName,
    kind: Kind = "parcel",
    days: Days = "mon-fri",
    cutoff: Cutoff = "12:00",
    processing: Processing = 1,
    transport: Transport = 2,
    app: AppName = "otto",
) -> None:
    """Create a profile, or change the one of this name."""
    from app_center.cli.output import opened
    from app_center.profiles import profile_from
    from sync.delivery_profiles import set_profile

    wanted = profile_from(name, kind, days, cutoff, processing, transport)
    with opened() as center:
        created = set_profile(_desk(center, account, app), wanted)
    typer.echo(f"{name}: {'created' if created else 'changed'}")


@commands.command("delete")
def delete(name: ProfileName, account: AccountName, app: AppName = "otto") -> None:
    """Delete a profile that no listing uses; the last one stays."""
    from app_center.cli.output import opened
    from sync.delivery_profiles import delete_profile

    with opened() as center:
        delete_profile(_desk(center, account, app), name)
    typer.echo(f"{name}: deleted")


def _desk(center: "AppCenter", account: str, app: str) -> "DeliveryDesk":
    from app_center.profiles import delivery_desk

    return delivery_desk(center, center.account(account), center.kind(app))


def _row(profile: "Profile") -> dict[str, Any]:
    return {
        "profile": profile.name,
        "kind": profile.kind.value,
        "working_days": ", ".join(day.value[:3] for day in profile.working_days),
        "order_cutoff": profile.order_cutoff.isoformat("minutes"),
        "processing_days": profile.processing_days,
        "transport_days": profile.transport_days,
    }
