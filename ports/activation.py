"""How an app says what its activation needs, and what it may use while doing so."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from core.activation import Answers, Choice, Field, Step, StepTitle
from core.secret import Secret
from ports.connection import Connection


class Desk(Protocol):
    """What the host lends to a flow for one look at the answers."""

    @property
    def redirect_uri(self) -> str:
        """Where a consent page sends the browser back to."""
        ...

    @property
    def consent_state(self) -> Secret:
        """Unguessable, the same for the whole activation; goes into `Visit.state`."""
        ...

    def connect(self, answers: Answers) -> Connection:
        """A connection with these answers, to try them. Its tokens live as long as the desk."""
        ...

    def remember(self, key: str, answer: str | Secret | None) -> None:
        """An answer that the other side gave instead of the seller (None takes one back). It is stored with
        this step and stands in `answers` from the next one on."""
        ...

    def portal_accounts(self) -> Sequence[str]:
        """Names of the account's portal accounts, to choose from."""
        ...

    def return_carriers(self) -> Sequence[Choice]:
        """Apps that could make return labels; those that cannot now say why and what to do."""
        ...


class Activation(Protocol):
    """The activation of one kind of app. It keeps nothing: the same answers lead to the same step again."""

    @property
    def steps(self) -> tuple[StepTitle, ...]: ...

    def form(self, answers: Answers, desk: Desk) -> Mapping[str, tuple[Field, ...]]:
        """Every field that may be answered, by the step that asks for it, in the order of the steps.

        The host reads answers with these fields (`Field.read`) before `advance` sees them. Sends nothing.
        """
        ...

    def advance(self, answers: Answers, desk: Desk) -> Step:
        """The next step for these answers, each of them well-formed, with defaults filled in.

        It may ask the other side, harmlessly; it changes nothing there.

        Failures of the other side are steps (`Ask` with problems, `Wait`, `Stop`), not errors.
        """
        ...
