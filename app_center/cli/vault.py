"""`app-center vault`: the keys under which secrets are stored."""

import typer

from app_center.cli.options import AsJson

commands = typer.Typer(
    help="The keys under which secrets are stored.", no_args_is_help=True, rich_markup_mode=None
)


def register(app: typer.Typer) -> None:
    app.add_typer(commands, name="vault")


@commands.command("status")
def status(as_json: AsJson = False) -> None:
    """How many secrets the newest key opens, how many only an older one, how many none."""
    from app_center.cli.output import opened, show

    with opened() as center:
        found = center.memory.survey_secrets()
        row = {
            "keys": len(center.memory.keys),
            "newest": found.newest,
            "older": found.older,
            "unopened": found.unopened,
        }
    show([row], as_json=as_json, columns=list(row))


@commands.command("rotate")
def rotate() -> None:
    """Bring every secret under a new key, while everything runs. The old ones stay until `retire`."""
    from app_center import key_change
    from app_center.cli.output import opened, say
    from core.text import Text

    with opened() as center:
        done = key_change.rotate(center.memory)
    say(
        Text(
            en=f"{done.renewed} secrets are under the new key. Keep a copy of it; then: vault retire",
            de=f"{done.renewed} Geheimnisse liegen unter dem neuen Schlüssel. Bitte eine Kopie aufbewahren,"
            " dann: vault retire",
        )
    )
    if done.unopened:
        say(
            Text(
                en=f"{done.unopened} secrets do not open with the keys that are here, and stay as they are.",
                de=f"{done.unopened} Geheimnisse lassen sich mit den vorhandenen Schlüsseln nicht öffnen und"
                " bleiben, wie sie sind.",
            )
        )


@commands.command("retire")
def retire() -> None:
    """Forget the old keys, if no secret needs them any more."""
    from app_center import key_change
    from app_center.cli.output import opened, say
    from core.text import Text

    with opened() as center:
        key_change.retire(center.memory)
    say(Text(en="Only the newest key is left.", de="Nur der neueste Schlüssel ist geblieben."))


@commands.command("new-key")
def new_key() -> None:
    """Print a new key, for APP_CENTER_VAULT_KEY."""
    from adapters.storage.keys import new_key

    typer.echo(new_key())
