"""DOCX and PPTX: the text of WordprocessingML and of slides, with the standard library.

Every ``w:t`` in order, ``mc:Fallback`` left out (it repeats the shapes' text for old programs), deleted text left out.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from cleaners.attachments.package import Package, local

_SKIPPED = frozenset(("Fallback", "del", "moveFrom", "instrText", "delText", "rPr", "pPr", "fldData"))


def docx_text(package: Package) -> str:
    """Paragraphs parted by newlines, cells of a table row by tabs."""
    lines: list[str] = []
    line: list[str] = []
    _word(package.xml(_main_part(package)), lines, line)
    lines.append("".join(line))
    return "\n".join(lines)


def _main_part(package: Package) -> str:
    if "word/document.xml" in package:
        return "word/document.xml"
    return next((n for n in package.members if re.search(r"word/document\d*\.xml$", n)), "word/document.xml")


def _word(element: Element, lines: list[str], line: list[str]) -> None:
    for child in element:
        name = local(child.tag)
        if name in _SKIPPED:
            continue
        if name == "t":
            line.append(child.text or "")
        elif name in ("tab", "ptab"):
            line.append("\t")
        elif name in ("br", "cr"):
            line.append("\n")
        elif name == "noBreakHyphen":
            line.append("-")
        else:
            _word(child, lines, line)
            if name == "p":
                lines.append("".join(line))
                line.clear()
            elif name == "tc" and lines:
                _join_cell(lines)
            elif name == "tr":
                lines.append("")


_CELL = "\x1f"


def _join_cell(lines: list[str]) -> None:
    lines[-1] += _CELL


def join_rows(text: str) -> str:
    """Cells that end in the cell mark are put on one line, parted by tabs."""
    return re.sub(r"\x1f\n(?=.)", "\t", text).replace(_CELL, "")


def pptx_text(package: Package) -> str:
    """Slides in their numbered order, a paragraph a line."""
    slides = sorted(
        (int(match[1]), name)
        for name in package.members
        if (match := re.match(r"ppt/slides/slide(\d+)\.xml$", name))
    )
    lines: list[str] = []
    for _, name in slides:
        lines.extend(_paragraph(e) for e in package.xml(name).iter() if local(e.tag) == "p")
    return "\n".join(lines)


def _paragraph(paragraph: Element) -> str:
    return "".join(t.text or "" for t in paragraph.iter() if local(t.tag) == "t")
