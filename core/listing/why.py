"""Why a listing is or is not on sale, and what to do about it: one state, one sentence, one next action."""

from collections.abc import Callable
from typing import Final

from core.listing.facts import DeliveryState, Explanation, Facts, ListingState
from core.listing.record import Origin
from core.listing.record import told as version_told
from core.listing.verdict import VerdictState
from core.listing.wording import Advise, since, told, unready
from core.text import Text

_NOTHING: Final = Text(en="nothing to do", de="nichts zu tun")
_WAIT: Final = Text(en="wait; the next pass looks again", de="abwarten; der nächste Lauf sieht wieder nach")
_LIST: Final = Text(en="say `listings list`", de="`listings list` aufrufen")
_ACTIVATE: Final = Text(en="switch it on with `listings activate`", de="mit `listings activate` einschalten")
_PORTAL: Final = Text(en="look it up in the marketplace's portal", de="im Portal des Marktplatzes nachsehen")
_CHOOSE: Final = Text(
    en="fill in delivery_profile and say `listings list`",
    de="delivery_profile ausfüllen und `listings list` aufrufen",
)
_COUNT: Final = Text(
    en="enter its stock (`app-center stock import`) and tick it (`listings tick`)",
    de="Bestand eintragen (`app-center stock import`) und einschalten (`listings tick`)",
)

Reason = Callable[[Facts, Advise], Explanation | None]


def explain(facts: Facts, advise: Advise) -> Explanation:
    """Always one: the first thing that keeps it from being sold, else what could be better."""
    for reason in (*_KEEPS_IT_OFF, *_COULD_BE_BETTER):
        found = reason(facts, advise)
        if found is not None:
            return found
    return Explanation(ListingState.ONLINE, Text(en="on sale", de="im Verkauf"), _NOTHING)


def _not_ours(facts: Facts, _: Advise) -> Explanation | None:
    record = facts.record
    if record is not None and not record.foreign and (record.ours or facts.verdict is None):
        return None
    return Explanation(
        ListingState.FOREIGN,
        Text(
            en="stands at the marketplace, but was not listed from here; it is left alone",
            de="steht beim Marktplatz, wurde aber nicht von hier gelistet; es bleibt unberührt",
        ),
        Text(en="take it over with `listings adopt`", de="mit `listings adopt` übernehmen"),
    )


def _not_taken(facts: Facts, advise: Advise) -> Explanation | None:
    """The marketplace has no version of it yet."""
    record = facts.record
    if record is None or record.held is not None:
        return None
    if record.wanted is not None:
        return _outgoing(facts, advise)
    if blocking := [finding for finding in facts.findings if finding.blocks]:
        reason, repair = unready(blocking)
        return Explanation(ListingState.INCOMPLETE, _not_ready(reason), repair)
    return Explanation(
        ListingState.DRAFT, Text(en="saved, not listed yet", de="gespeichert, noch nicht gelistet"), _LIST
    )


def _outgoing(facts: Facts, advise: Advise) -> Explanation | None:
    """What keeps the wanted version from being the one at the marketplace; None when it is."""
    record = facts.record
    if record is None or record.wanted is None or record.settled:
        return None
    if record.sending is not None and record.sending.task is not None:
        passed = since(record.sending.sent_at, facts.now)
        return Explanation(
            ListingState.SENDING,
            Text(
                en=f"the marketplace takes the data in ({passed.en})",
                de=f"der Marktplatz liest die Daten ein ({passed.de})",
            ),
            _WAIT,
        )
    if record.refusal is not None and record.refusal.digest == version_told(record.wanted):
        return _refused(facts, advise)
    if blocking := [finding for finding in facts.findings if finding.blocks]:
        reason, repair = unready(blocking)
        return Explanation(ListingState.INCOMPLETE, _not_ready(reason), repair)
    return Explanation(
        ListingState.QUEUED,
        Text(en="waits to be sent", de="wartet auf die Übertragung"),
        Text(en="wait, or say `sync`", de="abwarten oder `sync` aufrufen"),
    )


def _refused(facts: Facts, advise: Advise) -> Explanation:
    refusal = None if facts.record is None else facts.record.refusal
    if refusal is None or not refusal.complaints:
        return Explanation(
            ListingState.REFUSED,
            Text(
                en="the marketplace refused the data without a reason",
                de="der Marktplatz hat die Daten ohne Grund abgelehnt",
            ),
            Text(en="try again with `listings list`", de="mit `listings list` noch einmal versuchen"),
        )
    reason, repair = told(refusal.complaints, facts, advise)
    return Explanation(
        ListingState.REFUSED,
        Text(
            en=f"the marketplace refused the data: {reason.en}",
            de=f"der Marktplatz hat die Daten abgelehnt: {reason.de}",
        ),
        repair,
    )


def _switched_off(facts: Facts, _: Advise) -> Explanation | None:
    if facts.active is not False:
        return None
    reason = Text(en="switched off by you", de="von Ihnen abgeschaltet")
    return Explanation(ListingState.SWITCHED_OFF, _not_on_sale(reason), _ACTIVATE)


_JUDGED: Final = {
    VerdictState.PENDING: (
        ListingState.CHECKING,
        Text(en="the marketplace checks it", de="der Marktplatz prüft es"),
        _WAIT,
    ),
    VerdictState.RESTRICTED: (
        ListingState.RESTRICTED,
        Text(en="restricted by the marketplace", de="vom Marktplatz eingeschränkt"),
        _PORTAL,
    ),
    VerdictState.REJECTED: (
        ListingState.REJECTED,
        Text(en="rejected by the marketplace", de="vom Marktplatz zurückgewiesen"),
        _PORTAL,
    ),
    VerdictState.INACTIVE: (
        ListingState.SWITCHED_OFF,
        Text(en="inactive at the marketplace", de="beim Marktplatz inaktiv"),
        _ACTIVATE,
    ),
    VerdictState.UNKNOWN: (
        ListingState.UNKNOWN,
        Text(
            en="the marketplace uses a word that is not known here",
            de="der Marktplatz nennt einen hier unbekannten Zustand",
        ),
        _PORTAL,
    ),
}


def _judged(facts: Facts, advise: Advise) -> Explanation | None:
    verdict = facts.verdict
    if verdict is None:
        return Explanation(
            ListingState.CHECKING,
            _not_on_sale(
                Text(
                    en="taken in; the marketplace has not judged it yet",
                    de="eingelesen; der Marktplatz hat noch nicht geurteilt",
                )
            ),
            _WAIT,
        )
    if verdict.state is VerdictState.ONLINE:
        return None
    state, reason, action = _JUDGED[verdict.state]
    if complaints := verdict.errors or verdict.hints:
        reason, action = told(complaints, facts, advise)
    passed = since(verdict.changed_at, facts.now)
    timed = Text(en=f"{reason.en} ({passed.en})", de=f"{reason.de} ({passed.de})")
    return Explanation(state, _not_on_sale(timed), action)


_DELIVERY: Final = {
    DeliveryState.NOT_CHOSEN: (
        Text(en="no delivery profile is chosen", de="kein Versandprofil gewählt"),
        _CHOOSE,
    ),
    DeliveryState.NO_SUCH_PROFILE: (
        Text(en="the delivery profile does not exist", de="das Versandprofil gibt es nicht"),
        Text(
            en="create it or choose another (`app-center profiles`)",
            de="anlegen oder ein anderes wählen (`app-center profiles`)",
        ),
    ),
    DeliveryState.REFUSED: (
        Text(en="the delivery profile was refused", de="das Versandprofil wurde abgelehnt"),
        _CHOOSE,
    ),
    DeliveryState.TOO_SLOW: (
        Text(
            en="delivery takes so long that it shows as sold out",
            de="die Lieferzeit ist so lang, dass es als ausverkauft gilt",
        ),
        Text(en="shorten the days of the delivery profile", de="die Tage im Versandprofil verkürzen"),
    ),
    DeliveryState.PENDING: (
        Text(en="the delivery profile is not linked yet", de="das Versandprofil ist noch nicht zugeordnet"),
        _WAIT,
    ),
}


def _undeliverable(facts: Facts, advise: Advise) -> Explanation | None:
    found = _DELIVERY.get(facts.delivery)
    if facts.delivery is DeliveryState.REFUSED and facts.delivery_complaints:
        found = told(facts.delivery_complaints, facts, advise)
    if found is None:
        return None
    return Explanation(ListingState.NO_DELIVERY, _not_on_sale(found[0]), found[1])


def _sold_out(facts: Facts, _: Advise) -> Explanation | None:
    if facts.quantity is None and facts.counted and _from_here(facts):
        reason = Text(en="no quantity was sent yet", de="noch keine Menge gesendet")
        return Explanation(ListingState.SOLD_OUT, _not_on_sale(reason), _COUNT)
    if facts.quantity is None or facts.quantity > 0:
        return None
    return Explanation(
        ListingState.SOLD_OUT,
        _not_on_sale(Text(en="quantity 0", de="Menge 0")),
        Text(
            en="raise the stock; `app-center quantities` shows why it is 0",
            de="Bestand erhöhen; `app-center quantities` zeigt, warum die Menge 0 ist",
        ),
    )


def _from_here(facts: Facts) -> bool:
    """Whether nobody else can have given it a quantity before."""
    return facts.record is not None and facts.record.origin is Origin.CREATED


def _newer_version(facts: Facts, advise: Advise) -> Explanation | None:
    found = _outgoing(facts, advise)
    if found is None:
        return None
    return _still_on_sale(
        Text(
            en=f"as listed before; the new version: {found.why.en}",
            de=f"in der vorigen Fassung; die neue: {found.why.de}",
        ),
        found.action,
    )


def _other_rules(facts: Facts, _: Advise) -> Explanation | None:
    blocking = [finding for finding in facts.findings if finding.blocks]
    if not blocking:
        return None
    reason, repair = unready(blocking)
    return _still_on_sale(
        Text(en=f"against today's rules: {reason.en}", de=f"gegen die heutigen Regeln: {reason.de}"), repair
    )


def _no_quantity(facts: Facts, _: Advise) -> Explanation | None:
    if facts.quantity is not None:
        return None
    return _still_on_sale(
        Text(en="no quantity was sent from here yet", de="von hier wurde noch keine Menge gesendet"),
        _COUNT,
    )


def _hinted(facts: Facts, advise: Advise) -> Explanation | None:
    if facts.verdict is None or not (hints := facts.verdict.errors + facts.verdict.hints):
        return None
    return _still_on_sale(*told(hints, facts, advise))


def _category_changed(facts: Facts, _: Advise) -> Explanation | None:
    if not facts.changed:
        return None
    first = facts.changed[0]
    return _still_on_sale(
        Text(en=f"its category changed: {first.en}", de=f"die Kategorie hat sich geändert: {first.de}"),
        Text(en="look it over and list it again", de="durchsehen und neu listen"),
    )


def _edited(facts: Facts, _: Advise) -> Explanation | None:
    if facts.record is None or not facts.record.edited:
        return None
    return _still_on_sale(
        Text(en="the draft has changes that are not listed", de="der Entwurf hat nicht gelistete Änderungen"),
        _LIST,
    )


def _not_on_sale(reason: Text) -> Text:
    return Text(en=f"not on sale: {reason.en}", de=f"nicht im Verkauf: {reason.de}")


def _not_ready(reason: Text) -> Text:
    return Text(en=f"not ready: {reason.en}", de=f"nicht bereit: {reason.de}")


def _still_on_sale(but: Text, action: Text) -> Explanation:
    return Explanation(ListingState.ONLINE, Text(en=f"on sale; {but.en}", de=f"im Verkauf; {but.de}"), action)


_KEEPS_IT_OFF: Final[tuple[Reason, ...]] = (
    _not_ours,
    _not_taken,
    _switched_off,
    _judged,
    _undeliverable,
    _sold_out,
)
_COULD_BE_BETTER: Final[tuple[Reason, ...]] = (
    _newer_version,
    _other_rules,
    _no_quantity,
    _hinted,
    _category_changed,
    _edited,
)
