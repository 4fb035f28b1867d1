"""PDF through pypdfium2.  Whether what comes out is text at all is judged in ``legible``, how its printed lines
belong together in ``pdf_lines``."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pypdfium2  # type: ignore[import-untyped]

from cleaners.attachments.limits import MAX_CHARACTERS, MAX_PAGES
from cleaners.attachments.pdf_lines import Line, Page, paragraphs

_LINE_END = "\r\n"
_BLANKS = re.compile(r" +")
#: A gap of more than this many characters parts cells; one of less than this between a Chinese character and a
#: figure is the quarter blank that word processors set there by themselves (2026 年 for 2026年).
_CELL_GAP = 1.5
_QUARTER_GAP = 0.6
_FIGURE = re.compile(r"[0-9A-Za-z%.]")
_HAN = re.compile(r"[\u3400-\u9fff〔〕（）《》，。、；：]")


def pdf_text(data: bytes) -> str | None:
    """The text layer as paragraphs, a page after the other; ``None`` for a locked or broken file."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return None
    try:
        return _tidy("\n".join(paragraphs(list(_pages(document)))))
    finally:
        document.close()


def _pages(document: pypdfium2.PdfDocument) -> Iterator[Page]:
    size = 0
    for number in range(min(len(document), MAX_PAGES)):
        try:
            page = document[number]
            text_page = page.get_textpage()
            lines = list(_lines(text_page, page.get_mediabox()))
            height = page.get_height()
        except pypdfium2.PdfiumError:
            continue
        text_page.close()
        page.close()
        yield Page(lines, height)
        size += sum(len(line.text) for line in lines)
        if size > MAX_CHARACTERS:
            return


def _lines(page: pypdfium2.PdfTextPage, box: tuple[float, float, float, float]) -> Iterator[Line]:
    """The printed lines inside the page's box.

    PDFium tells places by its own count of characters; where that differs from the text (characters that a font
    maps to nothing or to several), the lines come without places.
    """
    text = page.get_text_range()
    if len(text) != page.count_chars():
        yield from (
            Line(line, 0, 0, 0, 0) for line in page.get_text_bounded().split(_LINE_END) if line.strip()
        )
        return
    start = 0
    for printed in text.split(_LINE_END):
        words = printed.strip()
        if words:
            first = start + printed.index(words)
            line = _line(page, words, first)
            if box[0] <= line.left <= box[2]:
                yield line
        start += len(printed) + len(_LINE_END)


def _line(page: pypdfium2.PdfTextPage, words: str, start: int) -> Line:
    first, last = page.get_charbox(start, loose=True), page.get_charbox(start + len(words) - 1, loose=True)
    size = first[3] - first[1]
    parts: list[str] = []
    done = 0
    parted = False
    for blank in _BLANKS.finditer(words) if size > 0 else ():
        before, after = blank.start(), blank.end()
        ends = page.get_charbox(start + before - 1, loose=True)[2]
        gap = (page.get_charbox(start + after, loose=True)[0] - ends) / size
        filling = blank[0]
        if gap > _CELL_GAP:
            parted, filling = True, "\t"
        elif gap < _QUARTER_GAP and _mixed(words[before - 1], words[after]):
            filling = ""
        parts += (words[done:before], filling)
        done = after
    parts.append(words[done:])
    return Line("".join(parts), first[0], last[2], min(first[1], last[1]), max(first[3], last[3]), parted)


def _mixed(a: str, b: str) -> bool:
    """Whether a figure or letter stands beside a Chinese character or mark."""
    return bool((_HAN.match(a) and _FIGURE.match(b)) or (_FIGURE.match(a) and _HAN.match(b)))


def _tidy(text: str) -> str:
    # PDFium marks a hyphen at the end of a line with U+FFFE.
    return re.sub(r"[\ufffe\uffff\x00]", "", text.replace("\r", "\n"))
