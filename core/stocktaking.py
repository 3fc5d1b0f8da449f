"""What counts and claims do to articles: every change of stock is worked out here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from core.articles import Article, Count, Level
from core.claims import Claim, ClaimKey, effect_of
from core.orders import Sku


@dataclass(slots=True)
class Taking:
    """What changes. Articles carry their new revision, a claim the revision that it made (0: none yet).

    revision  the highest one given out
    changed   counts or claims that changed an article
    """

    revision: int
    articles: dict[Sku, Article] = field(default_factory=dict)
    claims: dict[ClaimKey, tuple[Claim, int]] = field(default_factory=dict)
    changed: int = 0


def take_counts(
    counts: Iterable[Count],
    known: Mapping[Sku, Article],
    waiting: Mapping[Sku, int],
    revision: int,
    now: datetime,
) -> Taking:
    """
    known     the articles there are, at least those that are counted
    waiting   how many claims hold a piece of an article that there is not
    revision  the highest one given out before
    """
    taking = Taking(revision)
    for count in counts:
        before = known.get(count.sku)
        if before is None:
            level = Level(count.sku, 0, waiting.get(count.sku, 0), 0, 0)
            after = _told(Article(level, "", "", now), count, now)
        else:
            after = _told(before, count, now)
            if after == before:
                continue
        moved = before is None or after.counted_at == before.counted_at or not _same(before, after)
        if moved:
            taking.revision += 1
            after = replace(after, level=replace(after.level, revision=taking.revision))
            taking.changed += 1
        taking.articles[count.sku] = after
    return taking


def _same(before: Article, after: Article) -> bool:
    return replace(after, counted_at=before.counted_at) == before


def _told(article: Article, count: Count, now: datetime) -> Article:
    level = replace(
        article.level,
        on_hand=article.level.on_hand if count.on_hand is None else count.on_hand,
        buffer=article.level.buffer if count.buffer is None else count.buffer,
        offered=article.level.offered if count.offered is None else count.offered,
    )
    return Article(
        level,
        article.ean if count.ean is None else count.ean,
        article.title if count.title is None else count.title,
        article.counted_at if count.on_hand is None else now,
    )


def take_claims(
    claims: Iterable[Claim], known: Mapping[ClaimKey, Claim], articles: Mapping[Sku, Article], revision: int
) -> Taking:
    """`known` and `articles` hold at least what the claims name. All that one article gets is one change."""
    taking = Taking(revision)
    for said in claims:
        stored = taking.claims[said.key][0] if said.key in taking.claims else known.get(said.key)
        claim = said if stored is None else replace(said, sku=stored.sku, sold_at=stored.sold_at)
        article = taking.articles.get(claim.sku) or articles.get(claim.sku)
        counted_at = None if article is None else article.counted_at
        effect = effect_of(None if stored is None else stored.state, claim, counted_at)
        if effect is None:
            continue
        made = 0
        if article is not None and not effect.is_none:
            if claim.sku not in taking.articles:
                taking.revision += 1
            level = taking.articles[claim.sku].level if claim.sku in taking.articles else article.level
            made = level.revision if claim.sku in taking.articles else taking.revision
            level = replace(
                level,
                on_hand=level.on_hand + effect.on_hand,
                reserved=level.reserved + effect.reserved,
                revision=made,
            )
            taking.articles[claim.sku] = replace(article, level=level)
            taking.changed += 1
        taking.claims[claim.key] = (claim, made)
    return taking
