"""Options that several commands share."""

from typing import Annotated

import typer

AccountName = Annotated[str, typer.Option("--account", "-a", help="The account's name.", metavar="NAME")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON array on stdout, nothing else there.")]
Marketplace = Annotated[str, typer.Option("--app", help="The marketplace app.", metavar="APP")]
#: For commands with further words behind them: the account may stand before or after those.
MaybeAccount = Annotated[
    str | None, typer.Option("--account", "-a", help="The account's name.", metavar="NAME")
]


def the_account(context: typer.Context, given: str | None) -> str:
    """The account of a further word, or of the command before it.

    raises  InvalidValue (field `account`): neither has one
    """
    from core.errors import InvalidValue
    from core.text import Text

    name = given or (context.obj or {}).get("account")
    if name is None:
        raise InvalidValue(
            Text(en="say which account: --account NAME", de="bitte den Account nennen: --account NAME"),
            field="account",
        )
    return str(name)
