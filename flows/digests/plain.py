"""A digest as plain text: the first part of a mail, and what a terminal shows."""

from __future__ import annotations

from flows.digests import words
from flows.digests.model import DigestModel, Link, PolicyItem


def render_text(model: DigestModel) -> str:
    """The whole digest as text, an empty line between items, each address on a line of its own."""
    lines = [model.subject, ""]
    for section, heading, items in (
        ("new", words.NEW, model.new),
        ("deadlines", words.DEADLINES, model.deadlines),
        ("changed", words.CHANGED, model.changed),
        ("drafts", words.DRAFTS, model.drafts),
        ("related", words.RELATED, model.related),
    ):
        if not items:
            continue
        lines += [f"■ {heading}", ""]
        if section == "deadlines":
            lines += _deadlines(model)
        elif section == "related":
            lines += _related(model)
        else:
            for number, item in enumerate(getattr(model, section), start=1):
                lines += _item(number, item)
        if more := words.more(model, section):
            lines += [f"（{more}）", ""]
    if model.is_empty:
        lines += ["本期没有新的内容。", ""]
    if merged := words.merged(model):
        lines += [merged, ""]
    lines += [f"■ {words.SOURCES}：{words.health(model)}", ""]
    lines += [f"· {source.name}：{words.trouble(source)}" for source in model.troubled]
    if more := words.more(model, "troubled"):
        lines.append(f"（{more}）")
    lines += [""] if model.troubled else []
    lines += [words.window(model), words.imprint(model)]
    return "\n".join(lines) + "\n"


def _item(number: int, item: PolicyItem) -> list[str]:
    mark = f"〔{words.PENDING}〕" if item.pending_check else ""
    lines = [f"{number}. {mark}{item.title.text}"]
    lines += [f"   {line}" for line in (item.title.url, item.change) if line]
    second = [*([item.number] if item.number else []), *words.facts(item)]
    third = f"「{item.substance}」" if item.substance else ""
    fourth = " ".join(words.tallies(item))
    lines += [f"   {line}" for line in (" | ".join(second), third, "；".join(item.related), fourth) if line]
    return [*lines, f"   入选：{item.why}  编号 {item.id}", ""]


def _deadlines(model: DigestModel) -> list[str]:
    lines: list[str] = []
    for item in model.deadlines:
        lines += [
            f"· {words.due(item)}「{item.sentence}」",
            *_linked(f"《{item.policy.text}》", item.policy, "  "),
        ]
    return [*lines, ""]


def _related(model: DigestModel) -> list[str]:
    lines: list[str] = []
    for group in model.related:
        lines.append(f"《{group.policy.text}》" if group.policy else words.UNGROUPED)
        for article in group.articles:
            byline = words.byline(article)
            said = f"· {article.relation}：{article.title.text}" + (f"（{byline}）" if byline else "")
            lines += _linked(said, article.title, "")
        lines.append("")
    return lines


def _linked(text: str, link: Link, indent: str) -> list[str]:
    return [f"{indent}{text}", *([f"{indent}  {link.url}"] if link.url else [])]
