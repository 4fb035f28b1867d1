"""A digest as Markdown, for Prefect's artifact page and for files.

Crawled text is escaped mark by mark: Prefect renders raw HTML in an artifact, so a title ``<img onerror=…>`` would run
there, and ``[x](…)`` in a title would become a link of somebody else's.
"""

from __future__ import annotations

import re

from flows.digests import words
from flows.digests.model import DigestModel, Link, PolicyItem

_MARKS = re.compile(r"([\\`*_{}\[\]()#+!|~^$=:@-])")
_LIST_NUMBER = re.compile(r"^(\d+)([.)])")


def escape_markdown(text: str) -> str:
    """``text`` so that Markdown and HTML show it as it is.

    ``**重磅** <b>`` becomes ``\\*\\*重磅\\*\\* &lt;b&gt;``; a bare ``http://`` is broken by the escaped colon, so that
    no renderer makes a link of it.
    """
    entities = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _LIST_NUMBER.sub(r"\1\\\2", _MARKS.sub(r"\\\1", entities))


def render_markdown(model: DigestModel) -> str:
    """The whole digest as CommonMark."""
    lines = [f"# {escape_markdown(model.subject)}", ""]
    for section, heading in (("new", words.NEW), ("deadlines", words.DEADLINES), ("changed", words.CHANGED)):
        lines += _section(model, section, heading)
    lines += _section(model, "drafts", words.DRAFTS)
    lines += _section(model, "related", words.RELATED)
    if model.is_empty:
        lines += ["本期没有新的内容。", ""]
    if merged := words.merged(model):
        lines += [merged, ""]
    lines += ["---", "", f"**{words.SOURCES}**：{words.health(model)}", ""]
    lines += [f"- {escape_markdown(s.name)}：{escape_markdown(words.trouble(s))}" for s in model.troubled]
    if more := words.more(model, "troubled"):
        lines.append(f"- {more}")
    lines += [""] if model.troubled else []
    lines += [escape_markdown(words.window(model)), "", escape_markdown(words.imprint(model))]
    return "\n".join(lines) + "\n"


def _section(model: DigestModel, section: str, heading: str) -> list[str]:
    if not getattr(model, section):
        return []
    lines = [f"## {heading}", ""]
    if section == "deadlines":
        for due in model.deadlines:
            sentence = escape_markdown(due.sentence)
            lines.append(f"- **{escape_markdown(words.due(due))}** 「{sentence}」 {_link(due.policy)}")
        lines.append("")
    elif section == "related":
        for group in model.related:
            number = f" {escape_markdown(group.number)}" if group.number else ""
            lines += [
                f"**{words.UNGROUPED}**" if group.policy is None else f"{_link(group.policy)}{number}",
                "",
            ]
            for article in group.articles:
                lines.append(
                    f"- {article.relation}：{_link(article.title)} {escape_markdown(words.byline(article))}".rstrip()
                )
            lines.append("")
    else:
        for place, item in enumerate(getattr(model, section), start=1):
            lines += [*_item(place, item), ""]
    if more := words.more(model, section):
        lines += [f"*{more}*", ""]
    return lines


def _item(place: int, item: PolicyItem) -> list[str]:
    mark = f" **{words.PENDING}**" if item.pending_check else ""
    second = [*([item.number] if item.number else []), *words.facts(item)]
    rows = [
        escape_markdown(item.change or ""),
        " \\| ".join(escape_markdown(part) for part in second),
        f"「{escape_markdown(item.substance)}」" if item.substance else "",
        escape_markdown("；".join(item.related)),
        escape_markdown(" ".join(words.tallies(item))),
        f"入选：{escape_markdown(item.why)}　编号 {item.id}",
    ]
    indent = " " * (len(str(place)) + 2)
    head = f"{place}. **{_link(item.title)}**{mark}"
    return ["  \n".join([head, *(f"{indent}{row}" for row in rows if row)])]


def _link(link: Link) -> str:
    text = escape_markdown(link.text)
    return f"[{text}](<{link.url}>)" if link.url else text
