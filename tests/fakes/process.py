"""A call that a test takes through step by step, beside others, and may let die between any two steps."""

import threading
from collections.abc import Callable
from typing import Final

_here: Final = threading.local()


class Died(BaseException):
    """The process is gone: no `except` of the code under test may bring it back."""


class Process:
    """Runs `work` in a thread of its own, but never at the same time as the test or another process.

    The fakes call `Process.between_steps()`; there the process stands until it is told to `step` or to
    `die`. A call outside of any process just goes on.
    """

    def __init__(self, work: Callable[[], object]) -> None:
        self._work = work
        self._go, self._stands = threading.Semaphore(0), threading.Semaphore(0)
        self._dying = False
        self.ended = False
        self.error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @staticmethod
    def between_steps() -> None:
        current: Process | None = getattr(_here, "process", None)
        if current is not None:
            current._stand()

    def step(self) -> None:
        """Goes on to the next standstill, or to its end."""
        self._go.release()
        self._stands.acquire()
        if self.ended:
            self._thread.join()

    def run(self, steps: int | None = None) -> None:
        """So many steps; without a number, all."""
        while not self.ended and steps != 0:
            self.step()
            steps = None if steps is None else steps - 1

    def die(self) -> None:
        self._dying = True
        self.run()

    def _run(self) -> None:
        _here.process = self
        try:
            self._wait()
            self._work()
        except BaseException as error:  # handed to the test, which decides what may come out
            self.error = error
        finally:
            self.ended = True
            self._stands.release()

    def _stand(self) -> None:
        self._stands.release()
        self._wait()

    def _wait(self) -> None:
        self._go.acquire()
        if self._dying:
            raise Died
