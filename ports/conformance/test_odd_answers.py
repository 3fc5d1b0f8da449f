"""Questions whose answers are lost, odd, or lead elsewhere."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final
from xml.etree import ElementTree

import pytest

from core.errors import (
    AccessDenied,
    AppError,
    BrokenReply,
    OutcomeUnknown,
    Refused,
    Throttled,
    Unreachable,
)
from core.parcel import Label
from ports.carrier import Capability, FeatureCheck
from ports.conformance.bench import Bench, outcome
from ports.conformance.bodies import ODDITIES, mutations, xml_mutations
from ports.conformance.faults import (
    CLEAR_NO,
    DENIED,
    ELSEWHERE,
    EMPTY,
    FORBIDDEN,
    LOST,
    NO_CONNECTION,
    REDIRECTS,
    THROTTLING,
    UNREADABLE,
    Fault,
)
from ports.conformance.findings import Findings, named
from ports.conformance.promises import promise
from ports.conformance.tour import Question, nobodys_label, offered_questions
from ports.conformance.wire import AfterPurchase, Changed, Instead, Plan
from ports.http import Response, parse_json

_NO_ANSWERS: Final = (*NO_CONNECTION[:1], *LOST, *UNREADABLE, *THROTTLING.values())
_OTHERS: Final = (*NO_CONNECTION[1:], *EMPTY, *CLEAR_NO[:4], DENIED, FORBIDDEN, *REDIRECTS)
_MUTATIONS_EACH: Final = 30
_NO_NUMBERS: Final = frozenset(
    str(odd) for odd in ODDITIES if isinstance(odd, bool) or not isinstance(odd, (str, int))
)

Ask = Callable[[], object]


def _asked(bench: Bench, way: Capability) -> Iterator[tuple[Question, int, Ask]]:
    """Every question at every place of its requests; the call asks it once more, without tokens. What is not
    about a label is asked for the first kind of label only."""
    ways = bench.ways()
    if ways:
        bench.needs(way)
        order, label = bench.bought(way)
    else:
        order = bench.order(way)
        label = nobodys_label(order)
    for question in offered_questions(bench, order):
        if question.is_general and way not in ways[:1] and ways:
            continue

        def ask(question: Question = question) -> object:
            return question.ask(bench.open(fresh=True), order, label)

        before = len(bench.wire.sent)
        outcome(ask)
        for place in range(len(bench.wire.sent) - before):
            yield question, place, ask


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a question whose request met a fault: a result, or whatever was raised."""

    question: Question
    fault: Fault
    place: int
    result: object

    def __str__(self) -> str:
        return f"{self.question}, {self.fault} at request {self.place + 1}"


AllAnswered = dict[tuple[str, Capability], list[Answered]]


@pytest.fixture(scope="module")
def answers() -> AllAnswered:
    """By carrier and way. Three checks judge the same answers."""
    return {}


@pytest.fixture
def answered(bench: Bench, way: Capability, answers: AllAnswered) -> list[Answered]:
    key = (bench.kind.manifest.key, way)
    if key not in answers:
        answers[key] = [
            Answered(question, fault, place, _result(bench, Instead(fault, place), ask))
            for question, place, ask in _asked(bench, way)
            for fault in (*_NO_ANSWERS, *_OTHERS)
        ]
    return answers[key]


def _result(bench: Bench, plan: Plan, ask: Ask) -> object:
    with bench.wire.under(plan):
        try:
            return outcome(ask)
        except Exception as error:  # promise 19 is about these
            return error


@promise(18)
def test_a_question_without_an_answer(answered: list[Answered]) -> None:
    with Findings() as findings:
        for each in answered:
            if each.fault in _NO_ANSWERS:
                findings.unless(_is_no_answer(each), each, named(each.result))


def _is_no_answer(each: Answered) -> bool:
    result = each.result
    if each.fault in THROTTLING.values():
        return isinstance(result, Throttled)
    if each.question.name == "check" and isinstance(result, (list, tuple)):
        return any(isinstance(check, FeatureCheck) and check.works is not True for check in result)
    return isinstance(result, (Unreachable, BrokenReply, Throttled)) or _is_open(each)


def _is_open(each: Answered) -> bool:
    return each.question.changes and isinstance(each.result, OutcomeUnknown)


@promise(18)
def test_a_question_that_is_refused(answered: list[Answered]) -> None:
    errors = (AccessDenied, Refused, BrokenReply, Unreachable, Throttled)
    with Findings() as findings:
        for each in answered:
            if each.fault in _OTHERS:
                fine = not isinstance(each.result, AppError) or isinstance(each.result, errors)
                findings.unless(fine or _is_open(each), each, named(each.result))


@promise(19)
def test_questions_stand_every_fault(answered: list[Answered]) -> None:
    with Findings() as findings:
        for each in answered:
            raw = isinstance(each.result, Exception) and not isinstance(each.result, AppError)
            findings.unless(not raw, each, f"{type(each.result).__name__} comes out")


def _changed(answer: Response, wanted: int) -> tuple[Response, int]:
    """The answer with its body mutated in the way that has this number, and how many ways there are."""
    ways = _ways(answer.content)
    if wanted >= len(ways):
        return answer, len(ways)
    headers = {"Content-Type": answer.headers.get("content-type", "application/json")}
    return Response(answer.status_code, headers=headers, content=ways[wanted]), len(ways)


def _ways(body: bytes) -> list[bytes]:
    try:
        return [json.dumps(_plain(way)).encode() for way in mutations(parse_json(body), _MUTATIONS_EACH)]
    except (ValueError, RecursionError):
        pass
    try:
        return xml_mutations(body, _MUTATIONS_EACH)
    except ElementTree.ParseError:
        return []


def _plain(value: object) -> object:
    """For `json`: figures with a point as text would not be figures any more."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value if isinstance(value, (str, int, bool)) or value is None else float(str(value))


class _Mutating:
    """Changes answers in the way that has this number; `ways` is known after the first one."""

    def __init__(self, number: int) -> None:
        self._number = number
        self.ways = 0

    def __call__(self, answer: Response) -> Response:
        changed, ways = _changed(answer, self._number)
        self.ways = max(self.ways, ways)
        return changed


@promise(19)
def test_questions_stand_odd_json(bench: Bench, way: Capability) -> None:
    with Findings() as findings:
        for question, place, ask in _asked(bench, way):
            number, ways = 0, 1
            while number < ways:
                change = _Mutating(number)
                case = f"{question}, body changed in way {number + 1} at request {place + 1}"
                with bench.wire.under(Changed(change, place)):
                    _look(ask, findings, case)
                number, ways = number + 1, change.ways


def _look(ask: Ask, findings: Findings, case: str) -> None:
    try:
        outcome(ask)
    except Exception as error:  # the very thing that is looked for
        findings.say(case, f"{type(error).__name__} comes out")


@promise(19)
def test_a_purchase_stands_odd_json(bench: Bench, way: Capability) -> None:
    bench.needs(way)
    place = bench.buying(way)[0]
    with Findings() as findings:
        number, ways = 0, 1
        while number < ways:
            change = _Mutating(number)
            order, carrier = bench.order(way), bench.open(fresh=True)
            with bench.wire.under(Changed(change, place)):
                _look(partial(carrier.buy, order), findings, f"body changed in way {number + 1}")
            number, ways = number + 1, change.ways


@promise(10)
def test_odd_json_does_not_hide_a_purchase(bench: Bench, way: Capability) -> None:
    """A part that is missing or odd makes the outcome unknown, or does not matter."""
    bench.needs(way)
    place = bench.buying(way)[0]
    with Findings() as findings:
        number, ways = 0, 1
        while number < ways:
            change = _Mutating(number)
            order, carrier = bench.order(way), bench.open(fresh=True)
            with bench.wire.under(Changed(change, place)):
                result = outcome(carrier.buy, order)
            fine = isinstance(result, (Label, OutcomeUnknown))
            findings.unless(fine, f"body changed in way {number + 1}", f"{named(result)}, and it was bought")
            number, ways = number + 1, change.ways


@promise(11)
def test_a_number_is_never_made_up(bench: Bench, way: Capability) -> None:
    """Where the number is missing or no text, there is no label: the text of `None` is no number."""
    bench.needs(way)
    place = bench.buying(way)[0]
    with Findings() as findings:
        number, ways = 0, 1
        while number < ways:
            change = _Mutating(number)
            order, carrier = bench.order(way), bench.open(fresh=True)
            with bench.wire.under(Changed(change, place)):
                result = outcome(carrier.buy, order)
            if isinstance(result, Label):
                told = isinstance(result.number, str) and result.number.strip()
                fine = told and result.number not in _NO_NUMBERS
                findings.unless(bool(fine), f"body changed in way {number + 1}", f"number {result.number!r}")
            number, ways = number + 1, change.ways


@promise(20)
def test_a_redirect_of_a_purchase_leads_nowhere(bench: Bench, way: Capability) -> None:
    bench.needs(way)
    place, _ = bench.buying(way)
    with Findings() as findings:
        for fault in REDIRECTS:
            plans: list[Plan] = [AfterPurchase(fault), Instead(fault, place), Instead(fault)]
            for plan in plans:
                order, carrier = bench.order(way), bench.open(fresh=True)
                with bench.wire.under(plan):
                    outcome(carrier.buy, order)
                findings.unless(ELSEWHERE not in bench.wire.astray, fault, "was followed")
                bench.wire.astray.clear()


@promise(20)
def test_a_redirect_of_a_question_leads_nowhere(bench: Bench, way: Capability) -> None:
    with Findings() as findings:
        for question, place, ask in _asked(bench, way):
            for fault in REDIRECTS:
                with bench.wire.under(Instead(fault, place)):
                    outcome(ask)
                findings.unless(ELSEWHERE not in bench.wire.astray, f"{question}, {fault}", "was followed")
                bench.wire.astray.clear()
