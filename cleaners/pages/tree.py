"""One page parsed once, with nothing lost: scripts, styles and comments stay for those who read facts in them.

libxml2 has three ways of losing a page, all met on real ones.  Text behind an inner ``</html>`` (an included header
that ends its own document; a gov.cn gazette) becomes a second root that no walker sees or is dropped; nesting deeper
than 2,048 stops the parser; nothing at all raises.  What is body and what is not is decided elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree, html
from lxml.html import HtmlComment, HtmlElement

from cleaners.pages.preformatted import part_lines

_CLOSING = re.compile(r"</(?:html|body)\s*>", re.I)
_ROOTS = re.compile(r"</?(?:html|body)\s*>|<(?:html|body)\s[^<>]{0,2000}>", re.I)
_REST_IS_NOTHING = re.compile(r"(?:\s|</?(?:html|body)\s*>)*\Z", re.I)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:[^<>]*?)(/?)>")
_VOID = frozenset(
    (
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    )
)
#: Control characters are blanks; XML knows none of them, nor the two that are no characters.
_BLANKS = bytes(32 if (c < 32 and c not in b"\t\n\r") or c == 127 else c for c in range(256))
_NO_CHARACTERS = "\ufffe", "\uffff"
#: All elements are plain ``HtmlElement``s: lxml.html's own lookup by tag runs in Python for every element.
_CLASSES = etree.ElementDefaultClassLookup(element=HtmlElement, comment=HtmlComment)
#: Deeper elements become text of their ancestor; no page people read is deeper than some 60.
MAX_DEPTH = 400
#: More elements than pages for people have; a flood of them (480,000 paragraphs in 5 MB) is not held twice.
MOST_HELD = 150_000


@dataclass(slots=True)
class PageTree:
    """``root`` is the one ``html`` element that holds the whole page; ``source`` the text it was parsed from.

    ``nodes`` are its elements and comments, at most ``MOST_HELD`` of them.  Holding them keeps lxml from making their
    Python side anew in every walk, which is what most of a walk costs; read them from ``root`` all the same.
    """

    root: HtmlElement
    source: str
    nodes: tuple[HtmlElement, ...] = field(default=(), repr=False)


def parse_page(source: str) -> PageTree:
    """The tree of a page.  Never raises: a page of nothing is an ``html`` with an empty ``body``.

    >>> "".join(parse_page("<body>甲</body></html><p>乙</p>").root.itertext())
    '甲乙'
    """
    markup = source
    first = _CLOSING.search(markup)
    if first and not _REST_IS_NOTHING.match(markup, first.end()):
        markup = _one_document(markup)
    root = _parse(markup)
    if root is None:
        root = html.document_fromstring("<html><body></body></html>")
    if "<pre" in source or "<PRE" in source:
        for element in root.iter("pre"):
            part_lines(element)
    return PageTree(root, source, nodes_to_hold(root))


def nodes_to_hold(root: HtmlElement) -> tuple[HtmlElement, ...]:
    """The first ``MOST_HELD`` elements and comments of the tree, in page order."""
    return tuple(islice(root.iter(), MOST_HELD))


def parse_fragment(markup: str) -> HtmlElement:
    """A ``div`` with all that a piece of markup holds, however its tags are closed.

    >>> parse_fragment("甲</div><p>乙").text_content()
    '甲乙'
    """
    root = _parse(markup)
    body = None if root is None else root.find("body")
    if body is None:
        return html.fragment_fromstring("<div></div>")
    body.tag = "div"
    return body


def _one_document(markup: str) -> str:
    """The markup without inner ends and beginnings of ``html`` and ``body``: the first of each opens, none closes."""
    seen: set[str] = set()

    def once(match: re.Match[str]) -> str:
        tag = match[0]
        if tag.startswith("</"):
            return ""
        name = tag[1:5].lower()
        if name in seen:
            return ""
        seen.add(name)
        return tag

    return _ROOTS.sub(once, markup)


def _parse(markup: str) -> HtmlElement | None:
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    parser.set_element_class_lookup(_CLASSES)
    for nothing in _NO_CHARACTERS:
        markup = markup.replace(nothing, " ")
    try:
        root = html.document_fromstring(markup.encode("utf-8", "replace").translate(_BLANKS), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        return None
    last = parser.error_log.last_error
    if last is not None and "depth" in last.message:
        return _parse(_flattened(markup))
    return root


def _flattened(markup: str) -> str:
    """The markup with every tag below ``MAX_DEPTH`` taken out, its text kept."""
    depth = 0

    def shallow(match: re.Match[str]) -> str:
        nonlocal depth
        closing, name, empty = match.groups()
        if empty or name.lower() in _VOID:
            return match[0]
        if closing:
            depth = max(0, depth - 1)
            return match[0] if depth < MAX_DEPTH else ""
        depth += 1
        return match[0] if depth <= MAX_DEPTH else ""

    return _TAG.sub(shallow, markup)
