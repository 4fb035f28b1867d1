"""OFD (GB/T 33190-2016): text objects in page order, with the standard library.

Pages are listed in Document.xml; a page's templates come before its own content, as they are drawn.
"""

from __future__ import annotations

import posixpath
from xml.etree.ElementTree import Element

from cleaners.attachments.limits import MAX_PAGES
from cleaners.attachments.package import Package, local


def ofd_text(package: Package) -> str:
    """The lines of every page, each line the text objects that share a height."""
    lines: list[str] = []
    for body in (e for e in package.xml("OFD.xml").iter() if local(e.tag) == "DocRoot" and e.text):
        root = (body.text or "").strip().lstrip("/")
        document = package.xml(root)
        folder = posixpath.dirname(root)
        templates = {
            e.get("ID", ""): _join(folder, e.get("BaseLoc", ""))
            for e in document.iter()
            if local(e.tag) == "TemplatePage"
        }
        pages = [_join(folder, e.get("BaseLoc", "")) for e in document.iter() if local(e.tag) == "Page"]
        for place in pages[:MAX_PAGES]:
            lines.extend(_page(package, place, templates))
    return "\n".join(lines)


def _join(folder: str, place: str) -> str:
    return place.lstrip("/") if place.startswith("/") else posixpath.normpath(posixpath.join(folder, place))


def _page(package: Package, place: str, templates: dict[str, str]) -> list[str]:
    try:
        page = package.xml(place)
    except KeyError:
        return []
    lines: list[str] = []
    for element in page.iter():
        if local(element.tag) == "Template":
            target = templates.get(element.get("TemplateID", ""))
            if target:
                try:
                    lines.extend(_lines(package.xml(target)))
                except KeyError:
                    continue
    return lines + _lines(page)


def _lines(page: Element) -> list[str]:
    lines: list[str] = []
    height: float | None = None
    for element in page.iter():
        if local(element.tag) != "TextObject":
            continue
        text = "".join(code.text or "" for code in element.iter() if local(code.tag) == "TextCode")
        if not text.strip():
            continue
        top = _top(element)
        if lines and height is not None and top is not None and abs(top - height) < 1.0:
            lines[-1] += text
        else:
            lines.append(text)
        height = top
    return lines


def _top(element: Element) -> float | None:
    """The upper edge of a text object's box, in millimetres."""
    try:
        return float(element.get("Boundary", "").split()[1])
    except (IndexError, ValueError):
        return None
