"""Word 97-2003 (.doc, and .wps of WPS Office) by its piece table, as [MS-DOC] 2.4.1 says how text is retrieved.

Body and text boxes; footnotes, headers and annotations are left out.
"""

from __future__ import annotations

import re
import struct

import olefile  # type: ignore[import-untyped]

_WORD_MAGIC = 0xA5EC
_ENCRYPTED = 0x0100
_TABLE_1 = 0x0200
#: Word 97; Word 6 and 95 have no table stream.
_FIRST_UNICODE_FIB = 0x00C1
_COMPRESSED = 0x40000000
#: Offsets in the file information block: lengths of the parts, then place and length of the piece table.
_LENGTHS = 0x4C
_CLX = 0x01A2
_FIELD_CODE = re.compile(r"\x13[^\x13\x14\x15]*\x14|\x13[^\x13\x14\x15]*\x15")


def word_text(ole: olefile.OleFileIO) -> str | None:
    """The text of the document; ``None`` for an encrypted one.  Raises ``struct.error`` where it is broken."""
    main = ole.openstream("WordDocument").read()
    magic, fib = struct.unpack_from("<HH", main, 0)
    flags = struct.unpack_from("<H", main, 0x0A)[0]
    if magic != _WORD_MAGIC or flags & _ENCRYPTED:
        return None
    if fib < _FIRST_UNICODE_FIB:
        start, end = struct.unpack_from("<II", main, 0x18)
        return _plain(main[start:end].decode("gb18030", "replace"))
    table = ole.openstream("1Table" if flags & _TABLE_1 else "0Table").read()
    place, size = struct.unpack_from("<II", main, _CLX)
    text = _pieces(main, _piece_table(table[place : place + size]))
    lengths = struct.unpack_from("<7i", main, _LENGTHS)
    boxes = sum(lengths[:6])
    return _plain(text[: lengths[0]] + "\r" + text[boxes : boxes + lengths[6]])


def _piece_table(clx: bytes) -> bytes:
    place = 0
    while place < len(clx):
        if clx[place] == 1:  # formatting of the piece, before the table
            place += 3 + struct.unpack_from("<H", clx, place + 1)[0]
        elif clx[place] == 2:
            size = struct.unpack_from("<I", clx, place + 1)[0]
            return clx[place + 5 : place + 5 + size]
        else:
            break
    return b""


def _pieces(main: bytes, table: bytes) -> str:
    count = (len(table) - 4) // 12
    if count < 1:
        return ""
    bounds = struct.unpack_from(f"<{count + 1}I", table, 0)
    texts: list[str] = []
    for n in range(count):
        length = bounds[n + 1] - bounds[n]
        offset = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * n + 2)[0]
        if length <= 0 or length > len(main):
            continue
        if offset & _COMPRESSED:
            offset = (offset & ~_COMPRESSED) // 2
            texts.append(main[offset : offset + length].decode("cp1252", "replace"))
        else:
            texts.append(main[offset : offset + 2 * length].decode("utf-16-le", "replace"))
    return "".join(texts)


def _plain(text: str) -> str:
    for _ in range(8):  # fields in fields
        text, found = _FIELD_CODE.subn("", text)
        if not found:
            break
    text = text.replace("\x07\x07", "\n").replace("\x07", "\t").replace("\x1e", "-").replace("\r", "\n")
    return re.sub(r"[\x00-\x08\x13-\x15\x1f]", "", text)
