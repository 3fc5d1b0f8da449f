"""`app-center demo`."""

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    app.command("demo")(demo)


def demo(
    serve: Annotated[
        bool | None,
        typer.Option(
            "--serve/--no-serve",
            help="Only the pages, with a shop to look around in, until interrupted; or without. Default: at a"
            " terminal they come last.",
        ),
    ] = None,
    port: Annotated[int, typer.Option("--port", help="Of the pages.", min=1, max=65535)] = 8000,
) -> None:
    """Show it working: a stand-in of OTTO, an account activated through the real flow, orders arriving."""
    import sys

    if not serve:
        from app_center.demo.tour import run

        run()
    if serve or (serve is None and sys.stdout.isatty()):
        from app_center.cli.serve import serve as serve_pages
        from app_center.demo.visit import prepared

        typer.echo("\nA shop is being opened ...")
        with prepared(port) as told:
            typer.echo(told)
            serve_pages(port=port, host="127.0.0.1", workers=4)
