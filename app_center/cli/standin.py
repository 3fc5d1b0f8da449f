"""`app-center standin`: the servers that stand in for the real ones."""

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    app.command("standin")(standin)


def standin(
    name: Annotated[str, typer.Argument(help="Which one: otto.", metavar="NAME")],
    port: Annotated[int, typer.Option("--port", help="On 127.0.0.1.", min=0, max=65535)],
    orders: Annotated[int, typer.Option("--orders", help="Orders to begin with.", min=0)] = 20,
    seed: Annotated[int, typer.Option("--seed", help="The same seed, the same orders and weather.")] = 1,
    weather: Annotated[str, typer.Option("--weather", help="What goes wrong on the way.")] = "fine",
) -> None:
    """Run a stand-in server until interrupted, for others to test against."""
    from core.errors import InvalidValue

    if name != "otto":
        raise InvalidValue(f"there is no stand-in {name!r}; there is: otto", field="name")
    from adapters.otto.standin import main

    main(port=port, orders=orders, seed=seed, weather=weather)
