"""The door ``read_attachment``: which reader a file needs is told by its content, never by its name."""

from __future__ import annotations

import io
import struct
import zipfile
from xml.etree.ElementTree import ParseError

import olefile  # type: ignore[import-untyped]
from striprtf.striprtf import rtf_to_text

from cleaners.attachments import docx, ofd, pdf, sheets, slides_binary, word_binary
from cleaners.attachments.legible import is_legible, tidy
from cleaners.attachments.limits import MAX_BYTES, MAX_DEPTH, MAX_MEMBERS
from cleaners.attachments.markup import office_html_text, plain_text
from cleaners.attachments.package import Package
from cleaners.errors import AttachmentError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: PDF readers accept some bytes before the header; HTTP servers of old put line ends there.
_PDF_WINDOW = 1024

#: What the format libraries raise on broken files.
_BROKEN = (
    OSError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    OverflowError,
    EOFError,
    RuntimeError,  # also an unknown ZIP version, a password and nesting too deep
    struct.error,
    zipfile.BadZipFile,
    ParseError,
)


def read_attachment(data: bytes, name: str) -> str | None:
    """The text of an attached file, paragraphs and table rows parted by newlines, cells by tabs.

    PDF, DOCX, DOC, WPS, RTF, XLS, XLSX, SpreadsheetML, PPTX, PPT, OFD, and ZIP archives of these (each member under
    its name).  ``None`` where there is no text to have: scans, text layers that do not decode, locked or broken
    files, other formats.  Raises ``AttachmentError`` for a file beyond the sizes of ``limits``, so that the caller
    can tell "too large" from "no text".  ``name`` serves messages only.
    """
    if len(data) > MAX_BYTES:
        raise AttachmentError(f"{name}: {len(data)} bytes, more than {MAX_BYTES} are not read")
    return _read(data, name, 0, [0])


def _read(data: bytes, name: str, depth: int, spent: list[int]) -> str | None:
    try:
        return tidy(_by_content(data, name, depth, spent))
    except _BROKEN:
        return None


def _by_content(data: bytes, name: str, depth: int, spent: list[int]) -> str | None:
    if b"%PDF-" in data[:_PDF_WINDOW]:
        text = pdf.pdf_text(data)
        return text if text and is_legible(text) else None
    if data.startswith(_OLE):
        return _ole(data)
    if data.startswith(b"PK\x03\x04"):
        return _package(data, name, depth, spent)
    start = data[:64].lstrip(b"\xef\xbb\xbf \r\n\t")
    if start.startswith(b"{\\rtf"):
        return _rtf(data)
    if b"urn:schemas-microsoft-com:office:spreadsheet" in data[:4096] and b"<Workbook" in data[:4096]:
        return sheets.spreadsheetml_text(data)
    if start.startswith(b"<"):
        return office_html_text(data)
    return plain_text(data)


def _ole(data: bytes) -> str | None:
    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        if ole.exists("WordDocument"):
            return word_binary.word_text(ole)
        if ole.exists("PowerPoint Document"):
            return slides_binary.slides_text(ole)
        if ole.exists("Workbook") or ole.exists("Book"):
            return sheets.workbook_text(data)
    return None


def _package(data: bytes, name: str, depth: int, spent: list[int]) -> str | None:
    package = Package(data, name, spent)
    names = [member.lower() for member in package.members]
    if "OFD.xml" in package:
        return ofd.ofd_text(package)
    if any(member.startswith("word/document") for member in names):
        return docx.join_rows(docx.docx_text(package))
    if any(member.startswith("ppt/slides/") for member in names):
        return docx.pptx_text(package)
    if any(member.startswith("xl/workbook") for member in names):
        package.refuse_bomb()
        return sheets.workbook_text(data)
    if depth >= MAX_DEPTH:
        return None
    texts: list[str] = []
    for member in list(package.members)[:MAX_MEMBERS]:
        try:
            content = package.read(member)
        except KeyError:
            continue
        text = _read(content, f"{name}/{member}", depth + 1, spent)
        if text:
            texts.append(f"{member}\n{text}")
    return "\n".join(texts)


def _rtf(data: bytes) -> str:
    # Chinese RTF is ASCII with \'xx pairs; programs that wrote the bytes themselves wrote GBK.
    text = rtf_to_text(data.decode("gb18030", "replace"), errors="ignore")  # type: ignore[no-untyped-call]
    return str(text).replace("|\n", "\n").replace("|", "\t")
