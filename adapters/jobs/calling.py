"""A call in a thread of an engine, which must not end with what the call raises."""

from collections.abc import Callable

import structlog

log = structlog.get_logger()


def calling(what: Callable[[], None], event: str, **about: object) -> None:
    """Call it; whatever it raises is logged."""
    try:
        what()
    except Exception as error:
        log.exception(event, kind=type(error).__name__, **about)
