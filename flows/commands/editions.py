"""The part of ``jianbao policy`` that lays a document beside its neighbours in the series."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from cleaners.policies.edition_difference import EditionDifference, compare_editions
from cleaners.policies.edition_words import difference_as_data, difference_as_text, difference_line
from flows.commands.screen import console, styled
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
            found.append(_between(session, earlier, later))
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
        found.append(NextEdition(_name(mine), page.title, page.url, difference))
    return found


def _between(session: Session, earlier: Policy, later: Policy) -> NextEdition:
    before = session.get_one(Article, earlier.canonical_article_id)
    after = session.get_one(Article, later.canonical_article_id)
    difference = compare_editions(
        before.text, after.text, earlier_year=edition_year(earlier), later_year=edition_year(later)
    )
    return NextEdition(_name(earlier), later.title, after.url, difference)


def _name(policy: Policy) -> str:
    year = edition_year(policy)
    return f"{year}年版" if year else f"《{policy.named_title or policy.title}》"


def _reported_year(session: Session, page: Article) -> int | None:
    when = page.published_at or page.first_seen_at
    named = session.get(Mention, (page.id, reported_key(when.year)))
    return when.year if named else None


def neighbours_as_data(found: list[NextEdition]) -> list[dict[str, Any]]:
    """JSON-ready."""
    return [
        {
            "earlier": one.name,
            "later": one.title,
            "url": one.url,
            "line": difference_line(one.difference, one.name),
            **difference_as_data(one.difference),
        }
        for one in found
    ]


def print_neighbours(found: list[NextEdition]) -> None:
    """Each pair with what changed, for people."""
    for one in found:
        console.print(styled(f"\n{one.title}", "bold", 120))
        console.print(styled(difference_line(one.difference, one.name)))
        console.print(styled(difference_as_text(one.difference), limit=20_000))
