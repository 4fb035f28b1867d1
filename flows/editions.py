"""A document beside its neighbours in the series: the edition before, the edition after, or a report of it.

How two texts are compared stands in ``cleaners.policies.edition_difference``; how it is shown, with the commands and
digests.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from cleaners.policies.edition_difference import EditionDifference, compare_editions
from flows.stages.identity import edition_year, reported_key
from models import Article, LinkRelation, Mention, Policy
from models.families import PolicyFamily


@dataclass(frozen=True, slots=True)
class NextEdition:
    """Two neighbours of a series; the later one may be known from a report only."""

    name: str  # of the earlier one
    title: str  # of the later one, or of the report
    url: str
    difference: EditionDifference


def neighbours(session: Session, family: PolicyFamily) -> list[NextEdition]:
    """The edition before, the edition after and, where that was not seen, what the first report says of it."""
    found: list[NextEdition] = []
    mine = family.policy
    for relative in family.relatives:
        if relative.relation is LinkRelation.NEXT_EDITION:
            earlier, later = (relative.policy, mine) if relative.outgoing else (mine, relative.policy)
            before = session.get_one(Article, earlier.canonical_article_id)
            after = session.get_one(Article, later.canonical_article_id)
            difference = difference_between(earlier, before, later, after)
            found.append(NextEdition(edition_name(earlier), later.title, after.url, difference))
    followed = any(one.relation is LinkRelation.NEXT_EDITION and not one.outgoing for one in family.relatives)
    reports = [page for how, page, _ in family.articles if how is LinkRelation.NEXT_EDITION]
    if reports and not followed:
        page = reports[0]
        difference = compare_editions(
            family.canonical.text,
            f"{page.title}\n{page.text}",
            earlier_year=edition_year(mine),
            later_year=_reported_year(session, page),
            partial=True,
        )
        found.append(NextEdition(edition_name(mine), page.title, page.url, difference))
    return found


def difference_between(earlier: Policy, before: Article, later: Policy, after: Article) -> EditionDifference:
    """What changed from one stored edition to the next; ``before`` and ``after`` are their canonical pages."""
    return compare_editions(
        before.text, after.text, earlier_year=edition_year(earlier), later_year=edition_year(later)
    )


def edition_name(policy: Policy) -> str:
    """``2025年版`` where the title names its year, otherwise the title in 《》."""
    year = edition_year(policy)
    return f"{year}年版" if year else f"《{policy.named_title or policy.title}》"


def _reported_year(session: Session, page: Article) -> int | None:
    when = page.published_at or page.first_seen_at
    named = session.get(Mention, (page.id, reported_key(when.year)))
    return when.year if named else None
