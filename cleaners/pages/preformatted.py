"""Preformatted text (``<pre>``): its line ends part paragraphs, unless a line was only full."""

from __future__ import annotations

from lxml.html import HtmlElement

_ENDS = tuple("。！？；：”」）)!?;:")
#: A line that is shorter was not ended because it was full.
_FULL = 24
_BLANK = " \t\u3000"


def part_lines(element: HtmlElement) -> None:
    """Put a ``br`` where a line of the ``pre`` ends a paragraph.

    before: ``<pre>各县卫生局：\\n    为加强管理，现将有关\\n事项通知如下。\\n    一、…</pre>``
    after:  ``各县卫生局：<br>    为加强管理，现将有关事项通知如下。<br>    一、…``
    """
    for node in list(element.iter()):
        if node.tag.__class__ is str and node.text and "\n" in node.text:
            paragraphs = _paragraphs(node.text)
            node.text = paragraphs[0]
            _insert(node, 0, paragraphs[1:])
        if node is not element and node.tail and "\n" in node.tail:
            paragraphs = _paragraphs(node.tail)
            node.tail = paragraphs[0]
            parent = node.getparent()
            if parent is not None:
                _insert(parent, parent.index(node) + 1, paragraphs[1:])


def _insert(parent: HtmlElement, place: int, paragraphs: list[str]) -> None:
    for offset, paragraph in enumerate(paragraphs):
        line_end = parent.makeelement("br")
        line_end.tail = paragraph
        parent.insert(place + offset, line_end)


def _paragraphs(text: str) -> list[str]:
    found: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        before = found[-1].rstrip() if found else ""
        full = len(before.strip(_BLANK)) >= _FULL and not before.endswith(_ENDS)
        if found and full and line and line[0] not in _BLANK:
            found[-1] = before + ("" if _is_han(before[-1], line[0]) else " ") + line
        else:
            found.append(line)
    return found


def _is_han(*characters: str) -> bool:
    return any("\u2e80" <= character <= "\uffef" for character in characters)
