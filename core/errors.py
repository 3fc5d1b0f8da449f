"""Every failure the inside knows. An error's class says what may be done next; nobody parses a message.

AppError
├── InvalidValue      a rule of the domain is broken; nothing was sent
├── Conflict          somebody else changed it meanwhile; read again and decide anew
├── LeaseLost         a successor works on this; send nothing more and stop
├── StorageUnavailable  the database is busy, full or gone; read what is stored, then repeat
└── RemoteError       carries `service`; never a secret, an address or a raw body
    ├── Refused         a clear no; the same call fails again
    ├── AccessDenied    the account must be connected again
    ├── Throttled       wait `retry_after` seconds, then repeat
    ├── Unreachable     it never arrived; repeating is safe
    ├── OutcomeUnknown  it may have happened; look it up, never repeat blindly
    └── BrokenReply     an answer nobody can read; a defect to report
"""

from dataclasses import dataclass

from core.text import Text


class AppError(Exception):
    """The root of all failures that are meant to be handled. `text` is for people."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class InvalidValue(AppError):
    """A rule of the domain is broken. `field` names the input it is about, where there is one."""

    def __init__(self, text: Text | str, *, field: str | None = None) -> None:
        super().__init__(text if isinstance(text, Text) else Text(en=text, de=text))
        self.field = field


class Conflict(AppError):
    """Somebody else (a second tab, a second pass) changed the same thing first."""


class LeaseLost(AppError):
    """Another worker took over while this one was held up. Whatever it had begun, the successor decides."""


class StorageUnavailable(AppError):
    """The database is busy, full or gone. Whether the last write is stored is not known: read first."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """One reason out of a refusal, as the other side gave it: its code, its words, the field it means."""

    text: str
    code: str | None = None
    field: str | None = None

    def __str__(self) -> str:
        head = f"{self.field}: " if self.field else ""
        tail = f" ({self.code})" if self.code else ""
        return f"{head}{self.text}{tail}"


class RemoteError(AppError):
    """Something went wrong between us and `service`. `status` is the HTTP status, None without an answer."""

    def __init__(self, service: str, text: Text, *, status: int | None = None) -> None:
        super().__init__(text)
        self.service = service
        self.status = status


class Refused(RemoteError):
    """A clear no. `complaints` are the other side's reasons, possibly none."""

    def __init__(
        self,
        service: str,
        complaints: tuple[Complaint, ...] = (),
        *,
        status: int | None = None,
        text: Text | None = None,
    ) -> None:
        reasons = "; ".join(map(str, complaints)).strip()
        number = "" if status is None else f" (Status {status})"
        super().__init__(
            service,
            text
            or Text(
                en=f"{service} refused: {reasons or f'no reason given{number.lower()}'}",
                de=f"{service} hat abgelehnt: {reasons or f'ohne Angabe von Gründen{number}'}",
            ),
            status=status,
        )
        self.complaints = complaints


class AccessDenied(RemoteError):
    """The credentials or a right are missing or no longer valid; only a person can mend it."""

    def __init__(self, service: str, text: Text | None = None, *, status: int | None = None) -> None:
        super().__init__(
            service,
            text
            or Text(
                en=f"{service} denies access; connect the account again",
                de=f"{service} verweigert den Zugang; bitte neu anmelden",
            ),
            status=status,
        )


class Throttled(RemoteError):
    """Too many requests. `retry_after` is in seconds; None where the other side does not say."""

    def __init__(self, service: str, retry_after: float | None = None, *, status: int | None = None) -> None:
        after = "" if retry_after is None else f" ({retry_after:g} s)"
        super().__init__(
            service,
            Text(
                en=f"{service} asks us to slow down{after}",
                de=f"{service} bittet um langsamere Anfragen{after}",
            ),
            status=status,
        )
        self.retry_after = retry_after


class Unreachable(RemoteError):
    """It never arrived, or it was a read: repeating is safe."""

    def __init__(self, service: str, cause: str, *, status: int | None = None) -> None:
        super().__init__(
            service,
            Text(
                en=f"{service} cannot be reached ({cause})",
                de=f"{service} ist nicht erreichbar ({cause})",
            ),
            status=status,
        )
        self.cause = cause


class OutcomeUnknown(RemoteError):
    """A write that may have happened: look it up before anything is sent again."""

    def __init__(self, service: str, cause: str, *, status: int | None = None) -> None:
        super().__init__(
            service,
            Text(
                en=f"{service} gave no usable answer ({cause}); it may have happened",
                de=f"{service} hat nicht verwertbar geantwortet ({cause}); es kann geschehen sein",
            ),
            status=status,
        )
        self.cause = cause


class BrokenReply(RemoteError):
    """An answer nobody can read. `detail` says which part, in terms of the contract, without its content."""

    def __init__(self, service: str, detail: str, *, status: int | None = None) -> None:
        super().__init__(
            service,
            Text(
                en=f"{service} gave an unreadable answer: {detail}",
                de=f"{service} hat unlesbar geantwortet: {detail}",
            ),
            status=status,
        )
        self.detail = detail
