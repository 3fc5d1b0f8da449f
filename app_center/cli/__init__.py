"""The command line: `app-center`. Commands import what they need when they run, so that `--help` is quick."""

import sys
from typing import Annotated

import typer

from app_center.cli import (
    accounts,
    activate,
    api_keys,
    cancel,
    catalogue,
    demo,
    dispatch,
    jobs,
    label,
    listings,
    offers,
    orders,
    privacy,
    profiles,
    quantities,
    receipts,
    return_numbers,
    returns,
    serve,
    standin,
    status,
    stock,
    sync,
    vault,
    webhooks,
)

app = typer.Typer(
    name="app-center",
    help="Apps for marketplace sellers: OTTO Market, carriers, and what else is installed.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
)

offers.register(app)
accounts.register(app)
activate.register(app)
sync.register(app)
serve.register(app)
jobs.register(app)
orders.register(app)
stock.register(app)
quantities.register(app)
listings.register(app)
label.register(app)
dispatch.register(app)
cancel.register(app)
returns.register(app)
receipts.register(app)
return_numbers.register(app)
profiles.register(app)
catalogue.register(app)
status.register(app)
privacy.register(app)
vault.register(app)
api_keys.register(app)
webhooks.register(app)
standin.register(app)
demo.register(app)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(version("otto-app"))
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    del version


def main() -> None:
    """The entry point. What is wrong goes to stderr as one sentence, and the exit status is 1."""
    from core.errors import AppError

    try:
        app()
    except AppError as error:
        from app_center.cli.output import complain

        complain(error.text)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
