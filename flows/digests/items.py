"""One policy, one article as a digest shows them.  Nothing is said here that the store does not say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from flows.digests.choice import WatchedSource, level_and_region
from flows.digests.model import Link, PolicyItem, RelatedArticle, Reposts
from flows.digests.reading import PolicyFile, seen_or_published
from flows.digests.shown import shown, shown_sentence, shown_url, site_of
from flows.subscriptions import Filters
from models import Article, ItemEvent, LinkRelation, PolicyCommitment

TITLE = 160
SUBSTANCE = 100
#: Paragraphs of a changed text that are compared: a line about a change needs no more.
COMPARED = 2000

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
    file: PolicyFile, events: set[ItemEvent], filters: Filters, sources: Mapping[str, WatchedSource]
) -> PolicyItem:
    """The four lines of one policy, and why this subscription gets it."""
    policy, article = file.policy, file.article
    issuers = [str(issuer) for issuer in policy.issuers]
    return PolicyItem(
        id=f"P{policy.id}",
        title=link_to_policy(file),
        number=shown(policy.number, 60) or None,
        issuers=tuple(name for issuer in issuers if (name := shown(issuer, 40))),
        written_on=policy.written_on,
        published_at=article.published_at,
        time_known=article.time_known,
        site=_site(article, sources),
        substance=_substance(file.commitments),
        pending_check=not policy.verified,
        reposts=_reposts(file.copies, sources),
        interpretations=len(file.interpretations),
        attachments=file.attachments,
        why=_why(file, issuers, filters, sources),
        change=_change(file, events, sources),
        related=tuple(f"{relation_name(how)}《{shown(title, 60)}》" for how, title in file.relations),
    )


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
    text = f"{file.policy.title}\n{file.article.text}"
    # The reader may have narrowed the filters since the item was chosen: it is then told without a match.
    parts = filters.reasons(level=level, region=region, issuers=issuers, text=text) or []
    if file.policy.number:
        parts.append("自有文号")  # the number itself stands two lines above
    elif file.evidence:
        parts.append(f"依据「{shown(file.evidence, 40)}」")
    return " · ".join(parts) or "正式文件"


def _change(file: PolicyFile, events: set[ItemEvent], sources: Mapping[str, WatchedSource]) -> str | None:
    """What happened to a policy that was told before, in one line; ``None`` for one that is told as new."""
    said: list[str] = []
    if ItemEvent.VERIFIED in events:
        said.append(f"已核到原文：{_site(file.article, sources) or '原发布网站'}")
    if ItemEvent.CHANGED in events:
        said.append(_difference(file))
    return "；".join(said) or None


def _difference(file: PolicyFile) -> str:
    """``正文新增 1 段、改动 2 段，首处「……」``, counted in paragraphs."""
    if file.previous is None:
        return "页面内容有改动"
    before = file.previous.text.splitlines()[:COMPARED]
    after = file.article.text.splitlines()[:COMPARED]
    added = removed = edited = 0
    first: str | None = None
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        added += max(0, (j2 - j1) - (i2 - i1))
        removed += max(0, (i2 - i1) - (j2 - j1))
        edited += min(j2 - j1, i2 - i1)
        first = first or next(iter(after[j1:j2] or before[i1:i2]), None)
    counts = [f"{word} {n} 段" for word, n in (("新增", added), ("删去", removed), ("改动", edited)) if n]
    if not counts:
        return "标题有改动" if file.previous.title != file.article.title else "页面内容有改动"
    return f"正文{'、'.join(counts)}，首处「{shown_sentence(first, 60)}」"
