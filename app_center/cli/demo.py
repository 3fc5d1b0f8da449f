"""`app-center demo`."""

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    app.command("demo")(demo)


def demo(
    serve: Annotated[
        bool | None,
        typer.Option("--serve/--no-serve", help="With the pages, until interrupted. Default: at a terminal."),
    ] = None,
    port: Annotated[int, typer.Option("--port", help="Of the pages.", min=1, max=65535)] = 8000,
) -> None:
    """Show it working: a stand-in of OTTO, an account activated through the real flow, orders arriving."""
    import os
    import sys

    from app_center.cli.serve import serve as serve_pages
    from app_center.demo import run

    def with_pages() -> None:
        os.environ.setdefault("APP_CENTER_PUBLIC_URL", f"http://127.0.0.1:{port}")
        serve_pages(port=port, host="127.0.0.1", workers=4)

    run(with_pages if (sys.stdout.isatty() if serve is None else serve) else None)
