"""Options that several commands share."""

from typing import Annotated

import typer

AccountName = Annotated[str, typer.Option("--account", "-a", help="The account's name.", metavar="NAME")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON array on stdout, nothing else there.")]
