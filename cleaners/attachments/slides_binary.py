"""PowerPoint 97-2003 by its records, as [MS-PPT] 2.1.2 says how a presentation is read: slides in their order."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import olefile  # type: ignore[import-untyped]

_SLIDE_LIST = 0x0FF0
_SLIDE_PERSIST = 0x03F3
_TEXT_HEADER = 0x0F9F
_TEXT_CHARS = 0x0FA0
_TEXT_BYTES = 0x0FA8
_OUTLINE_REFERENCE = 0x0F9E
_CONTAINER = 0xF
#: Edits of one file are a chain; a longer one is a loop.
_LONGEST_CHAIN = 1000
_DEEPEST = 40


@dataclass(slots=True)
class _Record:
    kind: int
    instance: int
    container: bool
    start: int
    end: int


def slides_text(ole: olefile.OleFileIO) -> str:
    """The texts of every slide, in the order of the slides.  Raises ``struct.error`` where the file is broken."""
    stream = ole.openstream("PowerPoint Document").read()
    user = ole.openstream("Current User").read()
    places, document = _persisted(stream, struct.unpack_from("<I", user, 16)[0])
    lines: list[str] = []
    outline: list[str] = []
    slide: int | None = None
    for record in _children(stream, _record(stream, places[document])):
        if record.kind != _SLIDE_LIST or record.instance != 0:
            continue
        for child in _children(stream, record):
            if child.kind == _SLIDE_PERSIST:
                lines += _slide(stream, places, slide, outline)
                slide, outline = struct.unpack_from("<I", stream, child.start)[0], []
            elif child.kind in (_TEXT_CHARS, _TEXT_BYTES):
                outline.append(_text(stream, child))
        lines += _slide(stream, places, slide, outline)
    return "\n".join(lines)


def _slide(stream: bytes, places: dict[int, int], slide: int | None, outline: list[str]) -> list[str]:
    """Texts of the slide's shapes; placeholders refer to the outline, what they leave out comes first."""
    if slide is None or slide not in places:
        return outline
    lines: list[str] = []
    used: set[int] = set()
    for record in _descendants(stream, _record(stream, places[slide]), 0):
        if record.kind in (_TEXT_CHARS, _TEXT_BYTES):
            lines.append(_text(stream, record))
        elif record.kind == _OUTLINE_REFERENCE:
            index = struct.unpack_from("<I", stream, record.start)[0]
            if index < len(outline) and index not in used:
                used.add(index)
                lines.append(outline[index])
    return [text for n, text in enumerate(outline) if n not in used] + lines


def _persisted(stream: bytes, edit: int) -> tuple[dict[int, int], int]:
    """Where each object of the newest edit lies, and the number of the document's."""
    places: dict[int, int] = {}
    document: int | None = None
    for _ in range(_LONGEST_CHAIN):
        start = _record(stream, edit).start
        before, directory, number = struct.unpack_from("<III", stream, start + 8)
        document = number if document is None else document
        record = _record(stream, directory)
        place = record.start
        while place < record.end:
            head = struct.unpack_from("<I", stream, place)[0]
            first, count = head & 0xFFFFF, head >> 20
            for n, offset in enumerate(struct.unpack_from(f"<{count}I", stream, place + 4)):
                places.setdefault(first + n, offset)
            place += 4 + 4 * count
        if before == 0 or before >= edit:
            break
        edit = before
    return places, document or 0


def _record(stream: bytes, place: int) -> _Record:
    head, kind, size = struct.unpack_from("<HHI", stream, place)
    start = place + 8
    return _Record(kind, head >> 4, head & 0xF == _CONTAINER, start, min(start + size, len(stream)))


def _children(stream: bytes, parent: _Record) -> Iterator[_Record]:
    place = parent.start
    while place + 8 <= parent.end:
        record = _record(stream, place)
        yield record
        place = record.end


def _descendants(stream: bytes, parent: _Record, depth: int) -> Iterator[_Record]:
    for record in _children(stream, parent):
        yield record
        if record.container and depth < _DEEPEST:
            yield from _descendants(stream, record, depth + 1)


def _text(stream: bytes, record: _Record) -> str:
    charset = "utf-16-le" if record.kind == _TEXT_CHARS else "latin-1"
    return (
        stream[record.start : record.end].decode(charset, "replace").replace("\r", "\n").replace("\x0b", "\n")
    )
