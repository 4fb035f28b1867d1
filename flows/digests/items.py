"""One policy, one article as a digest shows them.  Nothing is said here that the store does not say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cleaners.policies.edition_words import difference_line
from cleaners.stories.copy import what_changed
from flows.digests.choice import ChosenItem, WatchedSource, level_and_region, searched_text
from flows.digests.model import Link, PolicyItem, RelatedArticle, Reposts
from flows.digests.reading import PolicyFile, seen_or_published
from flows.digests.shown import shown, shown_sentence, shown_url, site_of
from flows.editions import difference_between, edition_name
from flows.subscriptions import Filters
from models import Article, ItemEvent, LinkRelation, PolicyCommitment, PolicyEffect

TITLE = 160
SUBSTANCE = 100
#: Changed figures of a new edition that its line names.
FIGURES = 3
#: Earlier documents that are named of those that a policy ends or changes.
EFFECTS = 3

_RELATIONS = {
    LinkRelation.INTERPRETS: "解读",
    LinkRelation.IMPLEMENTS: "落实",
    LinkRelation.REPORTS: "报道",
    LinkRelation.REPOSTS: "转载",
    LinkRelation.CITES: "提及",
    LinkRelation.AMENDS: "修改",
    LinkRelation.ABOLISHES: "废止",
    LinkRelation.NEXT_EDITION: "接替",
    LinkRelation.IS: "原文",
}


def relation_name(relation: LinkRelation | None) -> str:
    """The Chinese word for a relation; an article without a policy is 相关."""
    return _RELATIONS[relation] if relation else "相关"


def policy_item(
    file: PolicyFile,
    chosen: Sequence[ChosenItem],
    filters: Filters,
    sources: Mapping[str, WatchedSource],
) -> PolicyItem:
    """The four lines of one policy, and why this subscription gets it; ``chosen``: all that is told of it now."""
    policy, article = file.policy, file.article
    issuers = [str(issuer) for issuer in policy.issuers]
    return PolicyItem(
        id=f"P{policy.id}",
        title=link_to_policy(file),
        number=shown(policy.number, 60) or None,
        issuers=tuple(name for issuer in issuers if (name := shown(issuer, 40))),
        written_on=policy.written_on,
        comments_until=policy.comments_until,
        published_at=article.published_at,
        time_known=article.time_known,
        site=_site(article, sources),
        substance=_substance(file.commitments),
        pending_check=not policy.verified,
        reposts=_reposts(file.copies, sources),
        interpretations=len(file.interpretations),
        attachments=file.attachments,
        why=_why(file, issuers, filters, sources),
        change=_change(file, chosen, sources),
        related=(
            *(f"{relation_name(how)}《{shown(title, 60)}》" for how, title in file.relations),
            *_effects(file.effects),
        ),
    )


def _effects(effects: Sequence[PolicyEffect]) -> list[str]:
    """``废止《某办法》（某卫发〔2016〕12号）``, of each kind three at most: ``废止《甲》、《乙》、《丙》等 12 件``."""
    said: list[str] = []
    for relation in (LinkRelation.ABOLISHES, LinkRelation.AMENDS):
        named = [shown(one.shown, 80) for one in effects if one.relation is relation]
        more = f" 等 {len(named)} 件" if len(named) > EFFECTS else ""
        if named:
            said.append(f"{relation_name(relation)}{'、'.join(named[:EFFECTS])}{more}")
    return said


def link_to_policy(file: PolicyFile) -> Link:
    """The policy's title, linked to the page of its canonical article."""
    named = file.policy.title or file.article.title or file.policy.number
    return Link(shown(named, TITLE) or "（无标题）", shown_url(file.article.url))


def related_article(
    article: Article, relation: LinkRelation | None, sources: Mapping[str, WatchedSource]
) -> RelatedArticle:
    """An article that belongs to a policy, or to none."""
    return RelatedArticle(
        id=f"A{article.id}",
        title=Link(shown(article.title, TITLE) or "（无标题）", shown_url(article.url)),
        relation=relation_name(relation),
        site=_site(article, sources),
        published_at=article.published_at,
        time_known=article.time_known,
    )


def _site(article: Article, sources: Mapping[str, WatchedSource]) -> str | None:
    source = sources.get(article.source_id)
    return shown(source.name, 40) if source else site_of(article.url)


def _substance(commitments: Sequence[PolicyCommitment]) -> str | None:
    """The sentence that says most: a date and a figure, then a date, then a figure; the earlier one of equals."""
    ranked = sorted(
        commitments, key=lambda c: (-(2 * bool(c.deadline_text or c.deadline) + bool(c.figure)), c.position)
    )
    return next((line for c in ranked if (line := shown_sentence(c.sentence, SUBSTANCE))), None)


def _reposts(copies: Sequence[Article], sources: Mapping[str, WatchedSource]) -> Reposts:
    if not copies:
        return Reposts(0)
    first = copies[0]
    known = first.published_at is not None
    return Reposts(
        len(copies), _site(first, sources), seen_or_published(first), first.time_known if known else True
    )


def _why(
    file: PolicyFile, issuers: Sequence[str], filters: Filters, sources: Mapping[str, WatchedSource]
) -> str:
    level, region = level_and_region(issuers, sources.get(file.article.source_id))
    text = searched_text(file.policy, file.article)
    # The reader may have narrowed the filters since the item was chosen: it is then told without a match.
    parts = filters.reasons(level=level, region=region, issuers=issuers, text=text) or []
    if file.policy.number:
        parts.append("自有文号")  # the number itself stands two lines above
    elif file.evidence:
        parts.append(f"依据「{shown(file.evidence, 40)}」")
    return " · ".join(parts) or "正式文件"


def _change(
    file: PolicyFile, chosen: Sequence[ChosenItem], sources: Mapping[str, WatchedSource]
) -> str | None:
    """What happened to a policy that was told before, or what is new in a new edition, in one line."""
    events = {one.event for one in chosen}
    said: list[str] = []
    if events & {ItemEvent.NEW, ItemEvent.DRAFT} and file.earlier is not None:
        said.append(_since_last_edition(file))
    if ItemEvent.VERIFIED in events:
        said.append(f"已核到原文：{_site(file.article, sources) or '原发布网站'}")
    if any(one.event is ItemEvent.CHANGED and not one.note for one in chosen):
        said.append(_difference(file))
    said += [one.note for one in chosen if one.note]  # what changed in a file, what an operator put right
    return "；".join(said) or None


def _since_last_edition(file: PolicyFile) -> str:
    """``与2025年版相比：新增 3 条，改动 5 处；200项→300项、8件→10件``."""
    assert file.earlier is not None
    found = difference_between(*file.earlier, file.policy, file.article)
    figures = [f"{shown(one.before, 20)}→{shown(one.after, 20)}" for one in found.figures[:FIGURES]]
    line = difference_line(found, shown(edition_name(file.earlier[0]), 60))
    return f"{line}；{'、'.join(figures)}" if figures else line


def _difference(file: PolicyFile) -> str:
    """``正文新增 1 段；改动 1 段；改动数字 1 处：180项→190项``; without figures the first words that are new."""
    before, after = file.previous, file.article
    if before is None:
        return "页面内容有改动"
    done = what_changed(before.text, after.text, title_before=before.title, title_after=after.title)
    if not (done.cut or done.added or done.altered):
        return shown(done.summary, 200) if done.title else "页面排版有改动，文字相同"
    said = f"正文{shown(done.summary, 200)}"
    quotes = [*done.added_quotes, *done.altered_quotes, *done.cut_quotes]
    return said if done.figures or not quotes else f"{said}，首处「{shown_sentence(quotes[0], 60)}」"


def withdrawn_item(article: Article, note: str, sources: Mapping[str, WatchedSource]) -> PolicyItem:
    """A page that was told as a policy and is none: its title, and what is to be known of it."""
    return PolicyItem(
        id=f"A{article.id}",
        title=Link(shown(article.title, TITLE) or "（无标题）", shown_url(article.url)),
        number=None,
        issuers=(),
        written_on=None,
        published_at=article.published_at,
        time_known=article.time_known,
        site=_site(article, sources),
        substance=None,
        pending_check=False,
        reposts=Reposts(0),
        interpretations=0,
        attachments=0,
        why="此前通报过",
        change=note,
    )
