"""From the first question to an account that works, as the seller goes through it."""

import re
from typing import Final

import pytest

from core.activation import Activate, Ask, Choice, Field, FieldKind, Stop
from core.errors import AppError, InvalidValue
from core.parcel import Label
from core.secret import Secret
from core.text import Text
from ports.conformance.bench import Bench, Candidate, Shelf, outcome
from ports.conformance.desk import KitDesk, Walk, walk, where, with_defaults
from ports.conformance.faults import LOST, NO_CONNECTION, THROTTLING, UNREADABLE
from ports.conformance.findings import Findings, named
from ports.conformance.promises import promise
from ports.conformance.wire import Always

#: Keys of fields that hold a secret, by their last word.
_SECRET_KEY: Final = re.compile(
    r"(?:^|[_-])(?:secret|password|passphrase|passwort|kennwort|token|pin|credential|(?:api|app|private)[_-]?key)\Z"
    r"|apikey\Z",
    re.IGNORECASE,
)


def _walked(bench: Bench) -> Walk:
    try:
        return walk(bench, bench.rehearsal.secrets)
    except InvalidValue as error:
        pytest.fail(f"the rehearsal's answer does not fit its field: {error}", pytrace=False)


def _fields(walked: Walk) -> dict[str, Field]:
    return {each.key: each for form in walked.forms for part in form.values() for each in part}


@promise(36)
def test_secrets_are_marked(bench: Bench) -> None:
    fields = _fields(_walked(bench))
    with Findings() as findings:
        for key in bench.rehearsal.secrets:
            marked = key in fields and fields[key].is_secret
            findings.unless(marked, key, "is a secret of the rehearsal and no SECRET field")
        for key, field in fields.items():
            alike = _SECRET_KEY.search(key) is not None
            findings.unless(field.is_secret or not alike, key, "looks like a secret and is not marked SECRET")
            if field.is_secret:
                findings.unless(field.default is None, key, "a secret has no default")
                findings.unless(key not in bench.rehearsal.settings, key, "a secret stands in the settings")


@promise(37)
def test_the_form_is_well_formed(bench: Bench) -> None:
    activation = bench.kind.activation
    steps = [step.key for step in activation.steps]
    assert len(steps) == len(set(steps)), "every step needs a key of its own"
    assert all(isinstance(step.title, Text) for step in activation.steps)
    walked = _walked(bench)
    with Findings() as findings:
        for form in walked.forms:
            findings.unless(set(form) <= set(steps), "form", f"has steps beside {steps}")
            keys = [field.key for part in form.values() for field in part]
            findings.unless(len(keys) == len(set(keys)), "form", "has a field twice")
        for key, field in _fields(walked).items():
            _judge(key, field, findings)


def _judge(key: str, field: Field, findings: Findings) -> None:
    texts = [field.label, *([field.help] if field.help is not None else [])]
    texts += [
        text for choice in field.choices for text in (choice.label, choice.unavailable) if text is not None
    ]
    findings.unless(all(isinstance(text, Text) for text in texts), key, "a text is no `Text`")
    findings.unless(field.label.en != key, key, "its label is only its key")
    if field.kind is FieldKind.CHOICE:
        findings.unless(bool(field.choices), key, "a choice without choices")
        findings.unless(all(isinstance(choice, Choice) for choice in field.choices), key, "no `Choice`")
    if field.default is not None:
        try:
            field.read(field.default)
        except InvalidValue as error:
            findings.say(key, f"the default does not fit: {error}")


@promise(37)
def test_the_form_sends_nothing(bench: Bench) -> None:
    walked = _walked(bench)
    before = len(bench.wire.sent)
    for answers in ({}, walked.answers, {**walked.answers, **bench.wrong_secrets}):
        bench.kind.activation.form(answers, KitDesk(bench))
    assert len(bench.wire.sent) == before


@promise(38)
def test_the_right_data_activate(candidate: Candidate, bench: Bench) -> None:
    walked = _walked(bench)
    assert isinstance(walked.step, Activate), where(walked.step)
    assert not bench.rehearsal.bought(), "the activation bought a label"
    assert candidate.called == []
    keys = [right.key for right in walked.step.rights]
    assert len(keys) == len(set(keys)), "a right stands there twice"


@promise(38)
def test_the_settings_of_the_activation_work(bench: Bench) -> None:
    step = _walked(bench).step
    assert isinstance(step, Activate), where(step)
    ways = bench.ways()
    with Findings() as findings:
        for way in ways:
            connection = bench.connection(step.settings, bench.rehearsal.secrets, Shelf())
            carrier = bench.kind.open(connection)
            findings.unless(way in carrier.info.capabilities, way.value, "is not offered with them")
            result = outcome(carrier.buy, bench.order(way))
            findings.unless(isinstance(result, Label), way.value, f"leads to {named(result)}")


@promise(38)
def test_the_same_answers_lead_to_the_same_step(bench: Bench) -> None:
    walked = _walked(bench)
    again = bench.kind.activation.advance(walked.answers, KitDesk(bench))
    assert type(again) is type(walked.step), f"{where(walked.step)}, then {where(again)}"


@promise(38)
def test_without_answers_something_is_asked(bench: Bench) -> None:
    form = bench.kind.activation.form({}, KitDesk(bench))
    if not any(field.required and field.default is None for part in form.values() for field in part):
        pytest.skip("nothing has to be answered")
    step = bench.kind.activation.advance(with_defaults({}, form), KitDesk(bench))
    assert isinstance(step, Ask), where(step)
    assert bench.wire.sent == [], "something was sent before there was an answer"


@promise(39)
def test_wrong_secrets_do_not_activate(bench: Bench) -> None:
    if not bench.rehearsal.secrets:
        pytest.skip("this carrier has no secrets")
    walked = walk(bench, bench.wrong_secrets)
    step = walked.step
    assert isinstance(step, (Ask, Stop)), where(step)
    assert not bench.rehearsal.bought(), "the activation bought a label"
    if isinstance(step, Ask):
        assert step.problems, "it asks again and does not say what is wrong"
        asked = {field.key for field in step.fields}
        assert set(step.problems) <= asked, "a problem at a field that is not asked for"


@promise(40)
def test_settings_hold_no_secret(bench: Bench) -> None:
    step = _walked(bench).step
    assert isinstance(step, Activate), where(step)
    revealed = {secret.reveal() for secret in bench.rehearsal.secrets.values()}
    revealed |= {token.reveal() for token in bench.shelf.seen}
    for key, value in step.settings.items():
        assert isinstance(value, str), f"{key} is no text"
        assert not isinstance(value, Secret)
        assert not any(secret in value for secret in revealed), f"{key} holds a secret"
    assert not set(step.settings) & set(bench.rehearsal.secrets), "a secret's key stands among the settings"


@promise(41)
def test_failures_of_the_server_are_steps(bench: Bench) -> None:
    walked = _walked(bench)
    if not bench.wire.sent:
        pytest.skip("the activation asks no server")
    with Findings() as findings:
        for fault in (NO_CONNECTION[0], *LOST, *UNREADABLE, *THROTTLING.values()):
            with bench.wire.under(Always(fault)):
                step = outcome(bench.kind.activation.advance, walked.answers, KitDesk(bench))
            findings.unless(not isinstance(step, Activate), fault, "activated all the same")
            findings.unless(not isinstance(step, AppError), fault, f"{named(step)} comes out")
