"""Links of a page in groups, and the area of the page that belongs to each link.

A group is what one template wrote: links with the same path of element names and first class names.  The area of a
link is the largest element around it that holds no other address of its group: its row.  Which groups are lists of
articles is decided in ``score``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from crawlers.listing.addresses import absolute
from crawlers.listing.clicks import clicked_address

#: Classes that tell rows of one list apart (every other row, the first, the last, the current one).
_STATE = re.compile(
    r"^(?:odd|even|first|last|current|cur|curr|active|actived|on|off|now|selected|select|hover|alt|top|new|hot|red|bold|visited|hide|show|hidden|clearfix|clear|cf|fl|fr|left|right|l|r|mt|mb|mr|ml|pl|pr)$",
    re.IGNORECASE,
)
_OPENING, _CLOSING = ("[", "【", "［", "〔"), ("]", "】", "］", "〕")
#: Elements of running text: they take no part in the path of a link, since editors add them by hand.
_MARKUP = frozenset(("b", "strong", "font", "em", "i", "u"))


@dataclass(slots=True, eq=False)
class Link:
    """An address, the element that carries it, and its place in the page."""

    element: etree._Element
    url: str
    place: int


@dataclass(slots=True, eq=False)
class Area:
    """What belongs to one address: elements that follow each other, and the links inside to that address."""

    url: str
    links: list[Link]
    parts: list[etree._Element]
    place: int
    #: The element that holds this area and its neighbours.
    parent: etree._Element | None = None


@dataclass(slots=True, eq=False)
class Group:
    """Areas that one template wrote."""

    path: str
    areas: list[Area] = field(default_factory=list)


def link_groups(root: etree._Element, url: str) -> list[Group]:
    """Every group of links of the tree, in the order of their first link."""
    by_path: dict[str, list[Link]] = {}
    for path, link in _links(root, url):
        by_path.setdefault(path, []).append(link)
    return [Group(path, _areas(_without_categories(links))) for path, links in by_path.items()]


def _without_categories(links: list[Link]) -> list[Link]:
    """``[<a>政务公告</a>] <a>关于…的通知</a>``: a link in brackets before another one names the column of the row."""
    left = [link for link in links if not _is_bracketed(link.element)]
    return left if len(left) * 2 >= len(links) else links


def _is_bracketed(element: etree._Element) -> bool:
    previous, parent, tail = element.getprevious(), element.getparent(), (element.tail or "").lstrip()
    if not tail.startswith(_CLOSING) or parent is None:
        return False
    before = (previous.tail if previous is not None else parent.text) or ""
    return before.rstrip().endswith(_OPENING)


def _base(root: etree._Element, url: str) -> str:
    for element in root.iter("base"):
        base = absolute(str(element.get("href") or ""), url)
        if base:
            return base
    return url


def _links(root: etree._Element, url: str) -> Iterator[tuple[str, Link]]:
    base = _base(root, url)
    own = url.split("#")[0]
    paths = [""]  # of the elements around, the nearest last: a page of a million of them is not held
    place = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            paths.pop()
            continue
        tag = element.tag
        if tag in _MARKUP:
            paths.append(paths[-1])
            continue
        classes = element.get("class")
        path = f"{paths[-1]}/{tag}{_first_class(classes) if classes else ''}"
        paths.append(path)
        if tag not in _POINTING and not (tag in _ROW_TAGS and element.get("onclick")):
            continue
        place += 1
        href = element.get("href")
        target = absolute(href, base) if href else None
        if target is None and (clicked := clicked_address(element)):
            target = absolute(clicked, base)
        if target and target.split("#")[0] != own:
            yield path, Link(element, target, place)


@lru_cache(maxsize=1024)
def _first_class(classes: str) -> str:
    for name in classes.split():
        if not _STATE.match(name) and not any(c.isdigit() for c in name):
            return "." + name
    return ""


_POINTING = frozenset(("a", "area"))
_MANY = "*"
_TOO_WIDE = frozenset(("body", "html", "form", "main"))
_ROW_TAGS = frozenset(("li", "tr", "dd", "dl", "article", "p", "div"))


def _areas(links: list[Link]) -> list[Area]:
    holds: dict[etree._Element, str] = {}
    for link in links:
        element: etree._Element | None = link.element
        while element is not None:
            before = holds.get(element)
            if before is None:
                holds[element] = link.url
            elif before == _MANY:
                break
            elif before != link.url:
                holds[element] = _MANY
            element = element.getparent()
    # Nothing bounds the area of the only address of a group, so the first element that is made for rows does.
    alone = all(link.url == links[0].url for link in links)
    areas: list[Area] = []
    by_top: dict[etree._Element, Area] = {}
    for link in links:
        top = link.element
        while (
            (parent := top.getparent()) is not None
            and holds[parent] != _MANY
            and parent.tag not in _TOO_WIDE
            and not (alone and top.tag in _ROW_TAGS)
        ):
            top = parent
        area = by_top.get(top)
        if area is not None:
            area.links.append(link)
            continue
        area = by_top[top] = Area(link.url, [link], [top], link.place, top.getparent())
        areas.append(area)
    _add_siblings(areas)
    return areas


def _add_siblings(areas: list[Area]) -> None:
    """Gives an area the siblings up to the next area: ``<dt><a>…</a></dt><dd>2025-01-02</dd>``.

    Only where the areas' elements stand in one parent with others between them; a list of ``li`` gains nothing.
    Where the dates stand before the links, so does the gap before the first area, and the siblings before count.
    """
    tops = {area.parts[0] for area in areas}
    by_parent: dict[etree._Element, list[Area]] = {}
    for area in areas:
        if area.parent is not None:
            by_parent.setdefault(area.parent, []).append(area)
    for siblings in by_parent.values():
        if len(siblings) < 2:
            continue
        before = _gap(siblings[0].parts[0], tops, forward=False)
        between = _gap(siblings[0].parts[0], tops, forward=True)
        if not between:
            continue
        leading = len(before) == len(between) and [e.tag for e in before] == [e.tag for e in between]
        trailing = [e.tag for e in _gap(siblings[-1].parts[0], tops, forward=True)]
        if leading and trailing[: len(between)] != [e.tag for e in between]:
            for area in siblings:
                area.parts = [*_gap(area.parts[0], tops, forward=False), area.parts[0]]
        else:
            for area in siblings:
                area.parts = [area.parts[0], *_gap(area.parts[0], tops, forward=True)[: len(between)]]


#: A row of a list is not spread over more elements than this.
_WIDEST_GAP = 6


def _gap(element: etree._Element, tops: set[etree._Element], *, forward: bool) -> list[etree._Element]:
    found: list[etree._Element] = []
    step = element.getnext() if forward else element.getprevious()
    while step is not None and step not in tops and len(found) < _WIDEST_GAP:
        found.append(step)
        step = step.getnext() if forward else step.getprevious()
    return found if forward else found[::-1]
