"""`app-center standin`: the servers that stand in for the real ones."""

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    app.command("standin")(standin)


def standin(
    name: Annotated[str, typer.Argument(help="Which one: otto, dhl, gls, hermes.", metavar="NAME")],
    port: Annotated[int, typer.Option("--port", help="On 127.0.0.1.", min=0, max=65535)],
    orders: Annotated[int, typer.Option("--orders", help="OTTO: orders to begin with.", min=0)] = 20,
    articles: Annotated[
        int, typer.Option("--articles", help="OTTO: articles that are listed already.", min=0)
    ] = 50,
    seed: Annotated[int, typer.Option("--seed", help="The same seed, the same orders and weather.")] = 1,
    weather: Annotated[str, typer.Option("--weather", help="What goes wrong on the way.")] = "fine",
) -> None:
    """Run a stand-in server until interrupted, for others to test against."""
    from core.errors import InvalidValue
    from standins.weather import NAMES

    if weather not in NAMES:
        raise InvalidValue(f"there is no weather {weather!r}; there is: {', '.join(NAMES)}", field="weather")
    match name:
        case "otto":
            from adapters.otto import standin as otto

            otto.main(port=port, orders=orders, seed=seed, weather=weather, articles=articles)
        case "dhl":
            from adapters.carriers.dhl import standin as dhl

            dhl.main(port=port, weather=weather, seed=seed)
        case "gls":
            from adapters.carriers.gls import standin as gls

            gls.main(port=port, weather=weather, seed=seed)
        case "hermes":
            from adapters.carriers.hermes import standin as hermes

            hermes.main(port=port, weather=weather, seed=seed)
        case _:
            raise InvalidValue(
                f"there is no stand-in {name!r}; there is: otto, dhl, gls, hermes", field="name"
            )
