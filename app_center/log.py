"""The log: one line of JSON per event on stderr. Events carry ids and counts, never people or secrets."""

import logging
import sys

import structlog

from core.secret import Secret


def _unwrap_nothing(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """A Secret that got this far shows its mask, in nested values too, because JSON calls `str` on it."""
    return {key: str(value) if isinstance(value, Secret) else value for key, value in event.items()}


def configure_log(level: str) -> None:
    """`level` as logging names it, in lower case."""
    # Their lines would show whole addresses, queries and headers.
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _unwrap_nothing,
            structlog.processors.JSONRenderer(default=str, ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
