"""`app-center demo`."""

import typer


def register(app: typer.Typer) -> None:
    app.command("demo")(demo)


def demo() -> None:
    """Show it working: a stand-in of OTTO, an account activated through the real flow, orders arriving."""
    from app_center.demo import run

    run()
