"""The article of a page whose own script shows it: it waits in a comment, a text area, a template or a string.

    <div id="zoom"><!-- <p>现将…</p> --></div>
    <textarea style="display:none">&lt;p&gt;现将…
    <script type="text/html" id="tpl"><p>现将…</p></script>
    window.__INITIAL_STATE__ = {"content": "\\u003cp\\u003e现将…"}

Looked for only where the page itself shows next to no prose, so that other pages cost nothing.  Nothing is made up:
what is found is put into the tree where the script would put it, and is then read like any other markup.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from lxml import etree
from lxml.html import HtmlElement

from cleaners.dates import CHINA
from cleaners.pages.blocks import Block
from cleaners.pages.tree import PageTree, nodes_to_hold, parse_fragment

#: A page that shows more prose than this says itself what it has to say.
ENOUGH = 60
#: What is found must be this much longer than what is shown, and say at least so much.
_LONGER = 4
_LEAST = 60
_MOST_SCRIPT = 4_000_000
_SENTENCE = re.compile(r"(?<![^<>。！？；])[^<>。！？；]{6,}+[。！？；]")
_BLOCK_TAG = re.compile(r"<(?:p|br|div|section|article|td|li|span)\b", re.I)
#: Strings of a script in any of its three quotes; one that is not closed ends with its line.
_STRING = re.compile(
    r"\"((?:[^\"\\\n]|\\.?+)*+)(?:\"|\n|\Z)|'((?:[^'\\\n]|\\.?+)*+)(?:'|\n|\Z)|`((?:[^`\\]|\\.?+)*+)(?:`|\Z)",
    re.S,
)
#: What the string is called, where it holds no markup that would tell it from a summary.
_CONTENT_KEY = re.compile(
    r"(?:content|article_?body|body|html|txt|text|detail)(?:_?(?:html|text|noencode))?[\"']?\s*[:=]\s*(?:\w+\()?$",
    re.I,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.S)
_PLAIN_ESCAPES = {"n": "\n", "r": "\n", "t": "\t", "b": "", "f": "", "\n": ""}
_TEMPLATE = re.compile(r"html|template|tpl|plain", re.I)
_JSON_START = re.compile(r"(?:^|=|\()\s*(?=\{)")
_UNDEFINED = re.compile(r"(?<=[:,\[])\s*(?:undefined|void 0|NaN)\b")
#: WeChat's notes of pictures (item_show_type 8) show the head's description as their text.
_PICTURE_NOTE = re.compile(r"item_show_type\s*[=:]\s*[\"']?8\b")
_TITLE_KEYS = ("title", "articletitle", "newstitle", "headline", "subject")
_DATE_KEYS = re.compile(
    r"^(?:pub|publish|release|show|news|article|create)\w*(?:time|date|at|on)$|^(?:date|time|ctime|ptime)$",
    re.I,
)
_SOURCE_KEYS = re.compile(r"^(?:\w*source(?:name)?|copyfrom|origin|media(?:name)?|laiyuan)$", re.I)
_AUTHOR_KEYS = re.compile(r"^(?:author(?:name)?|writer)$", re.I)
_EPOCH = re.compile(r"^1\d{9}(?:\d{3})?$")


@dataclass(slots=True)
class _Found:
    """Markup or text that no reader sees yet, the node and the script that it stands in."""

    markup: str
    node: HtmlElement | None
    #: The script that holds the string, where it is one.
    script: str = ""

    @property
    def prose(self) -> int:
        return sum(map(len, _SENTENCE.findall(self.markup)))


def show_what_waits(tree: PageTree, lines: list[Block]) -> bool:
    """Put the article that waits for the page's script into ``tree``; ``False`` where none does.

    ``lines`` are what the page shows without it.
    """
    shown = sum(len(line.text) for line in lines if line.stops and not line.is_links)
    if shown > ENOUGH:
        return False
    best = max(_waiting(tree), key=lambda found: found.prose, default=None)
    if best is None or best.prose < max(_LEAST, _LONGER * shown):
        return False
    _insert(tree, best)
    return True


def _waiting(tree: PageTree) -> Iterator[_Found]:
    for node in tree.root.iter():
        tag = node.tag
        if tag == "script":
            text = node.text or ""
            if not text or len(text) > _MOST_SCRIPT:
                continue
            if _TEMPLATE.search(node.get("type") or ""):
                yield _Found(text, node)
            else:
                yield from _strings(text, node)
        elif tag in ("textarea", "template", "xmp"):
            yield _Found(_inner(node), node)
        elif tag.__class__ is not str and (text := node.text) and not text.lstrip().startswith("[if"):
            parent = node.getparent()
            if parent is not None and parent.tag not in ("body", "html", "head") and _is_bare(parent):
                yield _Found(text, node)
    if _PICTURE_NOTE.search(tree.source):
        for tag in tree.root.iterfind('.//meta[@name="description"]'):
            yield _Found(_unescaped(tag.get("content") or ""), None)


def _is_bare(element: HtmlElement) -> bool:
    """The element shows nothing of its own: only what its comment holds may belong there."""
    return not "".join(element.xpath(".//text()[not(ancestor::script or ancestor::style)]")).strip()


def _inner(element: HtmlElement) -> str:
    """What stands in a text area or template as markup, whether the parser made elements of it or not."""
    return (element.text or "") + "".join(etree.tostring(child, encoding="unicode") for child in element)


def _strings(script: str, node: HtmlElement, depth: int = 0) -> Iterator[_Found]:
    """The script's strings that read like an article: markup with sentences, or a value called ``content``."""
    for match in _STRING.finditer(script):
        raw = match[match.lastindex or 1]
        if len(raw) < _LEAST:
            continue
        text = _unescaped(raw)
        if depth == 0 and text.lstrip().startswith(("{", "[")):
            yield from _strings(text, node, 1)
            continue
        if text.startswith("%3C"):
            text = unquote(text)
        if "<" not in text and "&lt;" in text:
            text = html.unescape(text)
        named = _CONTENT_KEY.search(script, max(0, match.start() - 40), match.start())
        if not (named or _BLOCK_TAG.search(text)) or not _SENTENCE.search(text):
            continue
        yield _Found(text, node, script)


def _unescaped(text: str) -> str:
    r"""``\u003cp\u003e``, ``\x0a`` and ``<\/p>`` of a script string.

    >>> _unescaped(r"\u003cp>\x26nbsp;\u73b0\u5c06<\/p>")
    '<p>&nbsp;现将</p>'
    """
    if "\\" not in text:
        return text
    plain = _ESCAPE.sub(
        lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else _PLAIN_ESCAPES.get(m[3], m[3]), text
    )
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _records(script: str) -> Iterator[dict[str, Any]]:
    """Every object of the JSON that the script holds, outer before inner; none where it is no JSON."""
    start = _JSON_START.search(script)
    if start is None:
        return
    try:
        data, _ = json.JSONDecoder(strict=False).raw_decode(_UNDEFINED.sub("null", script[start.end() :]))
    except (ValueError, RecursionError):
        return
    values: list[Any] = [data]
    for value in values:  # grows while it is walked
        if isinstance(value, dict):
            yield value
            values.extend(value.values())
        elif isinstance(value, list):
            values.extend(value)


def _holds(record: dict[str, Any], text: str) -> bool:
    return any(
        isinstance(value, str) and (value == text or html.unescape(value) == text)
        for value in record.values()
    )


def _insert(tree: PageTree, found: _Found) -> None:
    """As the script would: behind the node that it waits in, else at the page's end."""
    markup = found.markup
    record = next((record for record in _records(found.script) if _holds(record, markup)), None)
    if not _BLOCK_TAG.search(markup):
        markup = "".join(f"<p>{html.escape(line)}</p>" for line in markup.splitlines() if line.strip())
    article = parse_fragment(f"{_headed(record)}<div>{markup}</div>")
    body = tree.root.find("body")
    in_body = (
        found.node is not None and body is not None and any(a is body for a in found.node.iterancestors())
    )
    if found.node is not None and in_body:
        found.node.addnext(article)
    else:
        (tree.root if body is None else body).append(article)
    tree.nodes = nodes_to_hold(tree.root)


def _headed(record: dict[str, Any] | None) -> str:
    """Headline, date, source and author that the same record gives, as a page would show them."""
    if not record:
        return ""
    title = next(
        (_said(record[key]) for key in record if key.lower() in _TITLE_KEYS and _said(record[key])), ""
    )
    facts = []
    for label, keys in (("发布时间", _DATE_KEYS), ("来源", _SOURCE_KEYS), ("作者", _AUTHOR_KEYS)):
        value = next((said for key in record if keys.match(key) and (said := _said(record[key]))), "")
        if value:
            facts.append(f"<span>{label}：{html.escape(value)}</span>")
    return (f"<h1>{html.escape(title)}</h1>" if title else "") + "".join(
        f"<div>{fact}</div>" for fact in facts
    )


def _said(value: object) -> str:
    """A short value as a page would print it: a moment in seconds or milliseconds becomes a date."""
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(int(value))
    if not isinstance(value, str) or len(value) > 200:
        return ""
    if _EPOCH.match(value):
        return datetime.fromtimestamp(int(value[:10]), CHINA).strftime("%Y-%m-%d %H:%M:%S")
    return value.strip()
