"""Searching for a planted fault with a state machine."""

from typing import Final

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test
from structlog.testing import capture_logs

#: Examples with one seed.
_BATCH: Final = 20


def search(
    machine: type[RuleBasedStateMachine], *, first: int = 0, steps: int = 40, batches: int = 100
) -> None:
    """Runs the machine with one seed after the other, nothing shrunk; the same each time. `first`: the seed
    with which the fault comes early, so that the search is quick; with any other it comes later.

    raises  whatever the machine finds
    """
    how = settings(
        max_examples=_BATCH,
        stateful_step_count=steps,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    for number in range(first, first + batches):
        seeded = type(machine.__name__, (machine,), {})
        seed(number)(seeded)
        with capture_logs():
            run_state_machine_as_test(seeded, settings=how)
