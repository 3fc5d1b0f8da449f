"""`app-center account add` and `app-center accounts`."""

from typing import Annotated

import typer

from app_center.cli.options import AsJson


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Accounts: the sellers of this installation.", no_args_is_help=True)
    group.command("add")(add)
    app.add_typer(group, name="account")
    app.command("accounts")(accounts)


def add(name: Annotated[str, typer.Argument(help="A name that is not taken yet.")]) -> None:
    """Add an account."""
    from app_center.cli.output import opened, say
    from core.text import Text

    with opened() as center:
        account = center.memory.accounts.add(name)
    say(Text(en=f"The account {account.name} is there.", de=f"Der Account {account.name} ist angelegt."))


def accounts(as_json: AsJson = False) -> None:
    """List the accounts with their apps."""
    from app_center.cli.output import opened, show

    with opened() as center:
        rows = [
            {
                "name": account.name,
                "id": account.id,
                "apps": {
                    record.app: record.state.value for record in center.memory.of(account.id).apps.all()
                },
            }
            for account in center.memory.accounts.all()
        ]
    show(rows, as_json=as_json, columns=["name", "apps"])
