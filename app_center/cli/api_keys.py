"""`app-center api-key create|list|revoke`: keys of the interface for hosts."""

from typing import Annotated

import typer

from app_center.cli.options import AccountName, AsJson


def register(app: typer.Typer) -> None:
    keys = typer.Typer(help="Keys of the interface for hosts.", no_args_is_help=True)
    keys.command("create")(create)
    keys.command("list")(list_keys)
    keys.command("revoke")(revoke)
    app.add_typer(keys, name="api-key")


def create(
    account: AccountName,
    name: Annotated[str, typer.Option("--name", help="What it is for.")],
    scope: Annotated[
        list[str],
        typer.Option(
            "--scope", help="For instance orders:read; `read`: all that can be read; repeated: several."
        ),
    ],
) -> None:
    """Make a key. It is shown this one time, on standard output."""
    from app_center.cli.output import opened, say
    from app_center.interface_keys import make_key
    from core.text import Text

    with opened() as center:
        memory = center.memory.of(center.account(account).account.id)
        made = make_key(memory, name, scope, center.clock)
    typer.echo(made.text.reveal())
    say(
        Text(
            en=f"Key {made.key.id}. Keep it now: it is not shown again.",
            de=f"Schlüssel {made.key.id}. Bitte jetzt aufbewahren: Er wird nicht noch einmal gezeigt.",
        )
    )


def list_keys(account: AccountName, as_json: AsJson = False) -> None:
    """List the keys, newest first, with what each is good for."""
    from app_center.cli.output import opened, show

    with opened() as center:
        rows = [
            {
                "id": key.id,
                "name": key.name,
                "scopes": sorted(map(str, key.scopes)),
                "made_at": key.made_at.isoformat(timespec="seconds"),
                "used_at": key.used_at.isoformat(timespec="seconds") if key.used_at else None,
                "revoked_at": key.revoked_at.isoformat(timespec="seconds") if key.revoked_at else None,
            }
            for key in center.memory.of(center.account(account).account.id).keys.all()
        ]
    show(rows, as_json=as_json, columns=["id", "name", "scopes", "used_at", "revoked_at"])


def revoke(
    account: AccountName,
    key: Annotated[str, typer.Argument(help="Its id, as `api-key list` shows it.", metavar="ID")],
) -> None:
    """Take a key away. It opens nothing from then on."""
    from app_center.cli.output import opened, say
    from core.interface_keys import KeyId
    from core.text import Text

    with opened() as center:
        memory = center.memory.of(center.account(account).account.id)
        memory.keys.revoke(KeyId(key), center.clock.now())
    say(Text(en=f"The key {key} is revoked.", de=f"Der Schlüssel {key} ist widerrufen."))
