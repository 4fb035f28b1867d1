"""PDF through pypdfium2.  Whether what comes out is text at all is judged in ``legible``."""

from __future__ import annotations

import re

import pypdfium2  # type: ignore[import-untyped]

from cleaners.attachments.limits import MAX_CHARACTERS, MAX_PAGES


def pdf_text(data: bytes) -> str | None:
    """The text layer, a page after the other; ``None`` for a locked or broken file."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return None
    pages: list[str] = []
    size = 0
    try:
        for number in range(min(len(document), MAX_PAGES)):
            try:
                page = document[number]
                text_page = page.get_textpage()
                text = text_page.get_text_bounded()
            except pypdfium2.PdfiumError:
                continue
            text_page.close()
            page.close()
            pages.append(text)
            size += len(text)
            if size > MAX_CHARACTERS:
                break
    finally:
        document.close()
    return _tidy("\n".join(pages))


def _tidy(text: str) -> str:
    # PDFium marks a hyphen at the end of a line with U+FFFE and a line with CRLF.
    return re.sub(r"[\ufffe\uffff\x00]", "", text.replace("\r\n", "\n").replace("\r", "\n"))
