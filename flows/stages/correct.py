"""Making and withdrawing a correction: stored first, then what it concerns is judged anew.

A run that is cut off in between leaves pages that are to be judged again, and the next pass does it.  What a correction
makes of a reading stands in ``corrected``; how a person writes one down, in ``flows.corrections``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session, col, select

from flows.errors import CorrectionError
from flows.stages.carriers import carried_by, id_of
from flows.stages.group import group_pending, take_out
from flows.stages.policies import hold_policies
from flows.stages.recognise import Judging, recognise_articles
from models import Article, ArticleRecognition, Correction, CorrectionKind, Database
from models.corrections import add_correction, address, bound_pages, judge_again, with_story, withdraw
from models.retry import retried

_FACTS = (CorrectionKind.NUMBER, CorrectionKind.TITLE, CorrectionKind.WRITTEN_ON, CorrectionKind.ISSUERS)


@dataclass(frozen=True, slots=True)
class Holding:
    """What a page carried at one moment; ``policy_id`` is ``None`` where it carried no policy."""

    address: str
    policy_id: int | None = None
    number: str | None = None
    title: str = ""
    issuers: tuple[str, ...] = ()
    written_on: date | None = None


@dataclass(slots=True)
class Outcome:
    """What was stored, and what each page concerned (by its id) carried before and after."""

    corrections: list[Correction]
    before: dict[int, Holding]
    after: dict[int, Holding] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)  # addresses that could not be judged

    @property
    def changed(self) -> list[tuple[Holding, Holding]]:
        """The pages that carry something else now, as (before, after)."""
        return [
            (self.before.get(page_id, Holding(new.address)), new)
            for page_id, new in sorted(self.after.items())
            if self.before.get(page_id, Holding(new.address)) != new
        ]


def correct(
    database: Database,
    pages: Sequence[int],
    values: Mapping[CorrectionKind, str | None],
    *,
    by: str,
    why: str,
    judging: Judging,
) -> Outcome:
    """Store one correction a kind and page, judge the stories concerned anew, and say what came of it.

    ``values`` are checked already (``flows.corrections``).  Raises ``CorrectionError`` for a correction that would
    hit another text than its page's.
    """
    made: list[Correction] = []

    def work(session: Session) -> Outcome:
        hold_policies(session)
        made.clear()
        concerned = _concerned(session, pages)
        outcome = Outcome(made, before=_holdings(session, concerned))
        for page_id in pages:
            page = session.get_one(Article, page_id)
            _check_fits(session, page, values)
            mates = with_story(session, [page_id])
            for kind, value in values.items():
                made.append(
                    Correction(
                        url=page.url,
                        part=page.part,
                        kind=kind,
                        value=value,
                        made_by=by,
                        why=why,
                        made_at=judging.as_of,
                    )
                )
                add_correction(session, made[-1], superseding=mates)
            if CorrectionKind.APART in values:
                take_out(session, page_id, judging.rank)
        judge_again(session, concerned | _concerned(session, pages))
        return outcome

    return _carry_out(database, retried(database, work), pages, judging)


def withdraw_correction(database: Database, correction_id: int, *, by: str, judging: Judging) -> Outcome:
    """The rules decide again.  Raises ``CorrectionError`` for an unknown correction or one withdrawn already."""

    def work(session: Session) -> tuple[Outcome, list[int]]:
        hold_policies(session)
        row = session.get(Correction, correction_id)
        if row is None:
            raise CorrectionError(f"没有编号为 {correction_id} 的更正；编号见 jianbao corrections")
        if row.withdrawn_at is not None:
            raise CorrectionError(f"更正 {correction_id} 早已撤销，无需再撤")
        at = select(Article).where(Article.url == row.url, Article.part == row.part)
        pages = [id_of(one.id) for one in session.exec(at)]
        concerned = _concerned(session, pages)
        outcome = Outcome([row], before=_holdings(session, concerned))
        withdraw(session, row, by=by, at=judging.as_of)
        if row.kind is CorrectionKind.APART:
            for page_id in pages:
                take_out(session, page_id, judging.rank)
        judge_again(session, concerned)
        return outcome, pages

    outcome, pages = retried(database, work)
    return _carry_out(database, outcome, pages, judging)


def _carry_out(database: Database, outcome: Outcome, pages: Sequence[int], judging: Judging) -> Outcome:
    """Group what was taken out of its story and judge the pages concerned, those of the correction first."""
    group_pending(database, as_of=judging.as_of, rank=judging.rank)
    with database.reading() as session:
        concerned = _concerned(session, pages) | set(outcome.before)
    ordered = [*pages, *sorted(concerned.difference(pages))]
    outcome.failed = recognise_articles(database, ordered, judging).failed
    with database.reading() as session:
        outcome.after = _holdings(session, concerned)
    return outcome


def _concerned(session: Session, pages: Sequence[int]) -> set[int]:
    """The pages, their stories, and what operators bound to them."""
    mates = with_story(session, pages)
    return mates | bound_pages(session, mates)


def _holdings(session: Session, article_ids: Collection[int]) -> dict[int, Holding]:
    found: dict[int, Holding] = {}
    for article in session.exec(select(Article).where(col(Article.id).in_(article_ids))):
        policy = carried_by(session, id_of(article.id))
        where = address(article.url, article.part)
        found[id_of(article.id)] = (
            Holding(
                where,
                policy.id,
                policy.number,
                policy.title,
                tuple(map(str, policy.issuers)),
                policy.written_on,
            )
            if policy
            else Holding(where)
        )
    return found


def _check_fits(session: Session, page: Article, kinds: Collection[CorrectionKind]) -> None:
    """A copy that is no document by itself has nothing that could be wrong but its being taken for a copy."""
    judged = session.get(ArticleRecognition, page.id)
    if (
        CorrectionKind.IS_A_POLICY in kinds
        or CorrectionKind.APART in kinds
        or (judged and judged.is_document)
    ):
        return
    named = [kind for kind in kinds if kind in _FACTS]
    policy = carried_by(session, id_of(page.id))
    where = address(page.url, page.part)
    if policy is not None and (named or CorrectionKind.NOT_A_POLICY in kinds):
        canonical = session.get_one(Article, policy.canonical_article_id)
        raise CorrectionError(
            f"{where} 本身没有识别为文件，只是因为文字相同而并入《{policy.title}》。"
            f"要改这个文件，请对原文页 {address(canonical.url, canonical.part)} 更正；"
            "若这一页并错了，请改用“另立”（--apart）"
        )
    if named:
        raise CorrectionError(
            f"{where} 没有识别为政策文件，无从更正它的文号、标题、日期或机关；"
            "若它确是文件，请同时指明“是政策文件”（--policy）"
        )
