"""Broken activations."""

from collections.abc import Mapping
from dataclasses import replace

from acme_carrier.carrier import SERVICE
from acme_carrier.plugin import API_KEY, CUSTOMER
from acme_carrier.rehearsal import KEY
from core.activation import Activate, Answers, Ask, Field, FieldKind, Right, Step, Wait
from core.secret import Secret
from ports import Desk, json_of, reading
from tests.conformance.breaking import both, broken
from tests.conformance.sound import AcmeActivation, Plugin, Sound


class _ShownKey(AcmeActivation):
    """Asks for the key in clear."""

    def form(self, answers: Answers, desk: Desk) -> Mapping[str, tuple[Field, ...]]:
        return {"access": (CUSTOMER, replace(API_KEY, kind=FieldKind.TEXT))}

    def advance(self, answers: Answers, desk: Desk) -> Step:
        wrapped = {**answers, "api_key": Secret(str(answers.get("api_key") or ""))}
        return super().advance(wrapped, desk)


class _BareLabel(AcmeActivation):
    def form(self, answers: Answers, desk: Desk) -> Mapping[str, tuple[Field, ...]]:
        return {"access": (replace(CUSTOMER, label=both(CUSTOMER.key)), API_KEY)}


class _CuriousForm(AcmeActivation):
    def form(self, answers: Answers, desk: Desk) -> Mapping[str, tuple[Field, ...]]:
        if answers.get(API_KEY.key):
            Sound(desk.connect(answers)).check()
        return super().form(answers, desk)


class _BuysATrial(AcmeActivation):
    def advance(self, answers: Answers, desk: Desk) -> Step:
        step = super().advance(answers, desk)
        if isinstance(step, Activate):
            body = {"reference": "TRIAL", "kind": "return", "consumer": {"postal_code": "", "country": "AT"}}
            Sound(desk.connect(answers))._call("POST", "/labels", json=body)
        return step


class _ForgetsTheSettings(AcmeActivation):
    def advance(self, answers: Answers, desk: Desk) -> Step:
        step = super().advance(answers, desk)
        return replace(step, settings={CUSTOMER.key: "1"}) if isinstance(step, Activate) else step


class _BelievesEverything(AcmeActivation):
    def advance(self, answers: Answers, desk: Desk) -> Step:
        step = super().advance(answers, desk)
        if isinstance(step, Ask) and step.problems:
            return Activate({CUSTOMER.key: str(answers[CUSTOMER.key])}, (Right("ship", None, both("?")),))
        return step


class _AsksAgainAndAgain(AcmeActivation):
    def advance(self, answers: Answers, desk: Desk) -> Step:
        step = super().advance(answers, desk)
        return replace(step, problems={}) if isinstance(step, Ask) else step


class _KeepsTheKey(AcmeActivation):
    def advance(self, answers: Answers, desk: Desk) -> Step:
        step = super().advance(answers, desk)
        return replace(step, settings={**step.settings, "note": KEY}) if isinstance(step, Activate) else step


class _Breaks(AcmeActivation):
    def advance(self, answers: Answers, desk: Desk) -> Step:
        if answers.get(API_KEY.key):
            answer = Sound(desk.connect(answers))._call("GET", "/me")
            with reading(SERVICE):
                json_of(answer)["customer"]
        return super().advance(answers, desk)


class _GoesOnRegardless(AcmeActivation):
    def advance(self, answers: Answers, desk: Desk) -> Step:
        step = super().advance(answers, desk)
        return Activate({CUSTOMER.key: str(answers[CUSTOMER.key])}) if isinstance(step, Wait) else step


broken(36, "ShowsTheKeyWhileItIsTyped", Plugin(activation=_ShownKey()))
broken(37, "LabelsAFieldWithItsKey", Plugin(activation=_BareLabel()))
broken(37, "SendsForItsForm", Plugin(activation=_CuriousForm()))
broken(38, "BuysATrialLabel", Plugin(activation=_BuysATrial()))
broken(38, "ActivatesWithUselessSettings", Plugin(activation=_ForgetsTheSettings()))
broken(39, "BelievesEveryKey", Plugin(activation=_BelievesEverything()))
broken(39, "AsksAgainWithoutAWord", Plugin(activation=_AsksAgainAndAgain()))
broken(40, "KeepsTheKeyInTheSettings", Plugin(activation=_KeepsTheKey()))
broken(41, "BreaksOffWhenNobodyAnswers", Plugin(activation=_Breaks()))
broken(41, "ActivatesWithoutAnAnswer", Plugin(activation=_GoesOnRegardless()))
