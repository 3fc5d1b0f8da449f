"""`app-center activate`: an app's activation, step by step, with or without a terminal."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import parse_qs, urlsplit

import typer

from app_center.cli.options import AccountName

if TYPE_CHECKING:
    from app_center.activation import ActivationDesk
    from core.activation import Ask, Field, Step, Visit


def register(app: typer.Typer) -> None:
    app.command("activate")(activate)


def activate(
    app: Annotated[str, typer.Argument(help="The app's key, for instance otto.", metavar="APP")],
    account: AccountName,
    given: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            help="An answer; a secret as key=- is read from the prompt or stdin.",
            metavar="KEY=VALUE",
        ),
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option("--answers", help="A JSON object with answers.", exists=True, dir_okay=False),
    ] = None,
) -> None:
    """Activate an app for an account. What is missing is asked for; without a terminal it stops there."""
    from app_center.activation import ActivationDesk
    from app_center.cli.after_stock import send_what_was_held
    from app_center.cli.output import opened
    from app_center.labels import has_sender
    from ports.hooks import CarrierKind

    with opened() as center:
        kind = center.kind(app)
        desk = ActivationDesk(center, center.account(account), kind)
        collected = {**_from_file(answers), **_from_options(given or [], desk)}
        if not _lead(desk, collected):
            raise typer.Exit(1)
        if isinstance(kind, CarrierKind) and not has_sender(center.account(account), kind):
            _ask_for_sender(desk, app)
        send_what_was_held(center, center.account(account))


def _from_file(path: Path | None) -> dict[str, str]:
    from core.errors import InvalidValue

    if path is None:
        return {}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidValue(f"{path}: is no readable JSON ({type(error).__name__})", field="answers") from None
    if not isinstance(content, dict):
        raise InvalidValue(f"{path}: is no JSON object of answers", field="answers")
    return {key: _as_answer(value) for key, value in content.items() if value is not None}


def _as_answer(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _from_options(given: list[str], desk: "ActivationDesk") -> dict[str, str]:
    from app_center.cli.output import say
    from core.errors import InvalidValue
    from core.text import Text

    collected = {}
    secret = {field.key for fields in desk.form().values() for field in fields if field.is_secret}
    for entry in given:
        key, equals, value = entry.partition("=")
        if not equals or not key:
            raise InvalidValue(f"--set {key}: write KEY=VALUE", field="set")
        if value == "-":
            value = _hidden(key)
        elif key in secret and value:
            say(
                Text(
                    en=f"warning: {key} is now in your shell's history; next time write --set {key}=-",
                    de=f"Warnung: {key} steht nun im Befehlsverlauf; künftig bitte --set {key}=- schreiben",
                )
            )
        collected[key] = value
    return collected


def _at_terminal() -> bool:
    return sys.stdin.isatty()


def _hidden(label: str) -> str:
    """From the prompt without echo, or one line of stdin where that is no terminal."""
    if _at_terminal():
        return str(typer.prompt(label, hide_input=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")


def _lead(desk: "ActivationDesk", collected: dict[str, str]) -> bool:
    """Through the steps until the app is active (True) or nothing more can be done here (False)."""
    from core.activation import Activate, Ask, Stop, Visit, Wait

    step: Step = desk.answer(collected)
    asked: set[str] = set(collected)
    while True:
        match step:
            case Activate():
                _tell_active(desk, step)
                return True
            case Ask():
                fresh = _ask(step, asked)
                if fresh is None:
                    return False
                asked |= fresh.keys()
                step = desk.answer(fresh)
            case Visit():
                returned = _visit(step)
                if returned is None:
                    return False
                step = desk.consent_code(*returned)
            case Wait():
                _tell(desk, step.step, step.reason)
                return False
            case Stop():
                _tell(desk, step.step, step.reason, step.repair)
                return False


def _ask(step: "Ask", asked: set[str]) -> dict[str, str] | None:
    """Answers from the terminal; None where there is none, after saying what is missing."""
    from app_center.cli.output import complain, language, say
    from core.text import Text

    for key, problem in step.problems.items():
        complain(
            Text(en=f"step {step.step}: {key}: {problem.en}", de=f"Schritt {step.step}: {key}: {problem.de}")
        )
    if not _at_terminal():
        missing = [f for f in step.fields if f.required and f.default is None and f.key not in asked]
        for field in missing:
            complain(
                Text(
                    en=f"step {step.step}: {field.label.en} ({field.key}) is required",
                    de=f"Schritt {step.step}: {field.label.de} ({field.key}) ist erforderlich",
                )
            )
        return None
    say(f"— {step.step} —")
    wanted = [field for field in step.fields if field.key in step.problems or field.key not in asked]
    return {field.key: _prompt(field, language()) for field in wanted or step.fields}


def _ask_for_sender(desk: "ActivationDesk", app: str) -> None:
    """The address that labels come from, where no app of the account has one yet; blank leaves it open."""
    from app_center.cli.output import language, say
    from core.text import Text

    say(
        Text(
            en=f"Labels need a sender address: `app-center activate {app} --set sender_name=...`",
            de=f"Label brauchen eine Absender-Adresse: `app-center activate {app} --set sender_name=...`",
        )
    )
    if not _at_terminal():
        return
    fields = [field for part in desk.form().values() for field in part if field.key.startswith("sender_")]
    name, *others = fields
    given = {name.key: _prompt(name, language())}
    if given[name.key]:
        _lead(desk, given | {field.key: _prompt(field, language()) for field in others})


def _prompt(field: "Field", language: str) -> str:
    label = field.label.de if language == "de" else field.label.en
    if field.choices:
        label += " [" + ", ".join(c.value for c in field.choices if c.unavailable is None) + "]"
    fallback = field.default if field.default is not None else (None if field.required else "")
    return str(
        typer.prompt(
            label, default=fallback, hide_input=field.is_secret, show_default=bool(fallback), err=True
        )
    )


def _visit(step: "Visit") -> tuple[str, str] | None:
    """The code and state out of the address that the consent page leads back to."""
    from app_center.cli.output import complain, say
    from core.text import Text

    say(step.text)
    typer.echo(step.url)
    if not _at_terminal():
        complain(
            Text(
                en=f"step {step.step}: open the address above in a browser, then run the command again with "
                "a terminal, or give the installation id",
                de=f"Schritt {step.step}: bitte die Adresse oben im Browser öffnen und den Befehl mit "
                "Terminal wiederholen oder die Installations-ID angeben",
            )
        )
        return None
    address = str(typer.prompt("Address after the consent", err=True))
    query: Mapping[str, list[str]] = parse_qs(urlsplit(address.strip()).query)
    return query.get("code", [""])[0], query.get("state", [""])[0]


def _tell(desk: "ActivationDesk", step: str, *texts: object) -> None:
    from app_center.cli.output import complain
    from core.text import Text

    del desk
    said = [text for text in texts if isinstance(text, Text)]
    complain(
        Text(
            en=f"step {step}: " + "; ".join(text.en for text in said),
            de=f"Schritt {step}: " + "; ".join(text.de for text in said),
        )
    )


def _tell_active(desk: "ActivationDesk", step: "Step") -> None:
    from app_center.cli.output import say
    from core.activation import Activate
    from core.text import Text

    app = desk.record().app
    say(Text(en=f"The app {app} is active.", de=f"Die App {app} ist aktiv."))
    if isinstance(step, Activate):
        without = [right.key for right in step.rights if right.granted is False]
        if without:
            names = ", ".join(without)
            say(Text(en=f"Without these rights: {names}", de=f"Ohne diese Rechte: {names}"))
