"""`app-center apps`: what is on offer, and what was left out."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import typer

from app_center.cli.options import AsJson

if TYPE_CHECKING:
    from app_center.registry import Registry


def register(app: typer.Typer) -> None:
    app.command("apps")(apps)


def apps(as_json: AsJson = False) -> None:
    """List the apps on offer, and the plug-ins that were left out with the reason."""
    from app_center.cli.output import say, show
    from app_center.loader import load
    from core.text import Text

    registry = load()
    columns = ["key", "name", "category", "version", "package", "left_out"]
    show(_rows(registry), as_json=as_json, columns=columns)
    if registry.left_out and not as_json:
        count = len(registry.left_out)
        say(
            Text(
                en=f"{count} left out; the reason stands above.", de=f"{count} ausgelassen, Grund siehe oben."
            )
        )


def _rows(registry: "Registry") -> Iterator[dict[str, Any]]:
    from app_center.cli.output import language

    for key, kind in registry.apps.items():
        manifest = kind.manifest
        yield {
            "key": key,
            "name": manifest.name,
            "category": manifest.category.label.into(language()),
            "version": manifest.version,
            "package": registry.origins[key].distribution,
            "summary": manifest.summary.into(language()),
            "left_out": None,
        }
    for plugin in registry.left_out:
        yield {
            "key": plugin.name,
            "name": None,
            "category": None,
            "version": plugin.version,
            "package": plugin.distribution,
            "summary": None,
            "left_out": plugin.reason.into(language()),
        }
