"""How much of an attached file is read.  Beyond these a file is refused with ``AttachmentError`` or cut, as said."""

from __future__ import annotations

#: Larger files are refused: the largest real attachment met had 30 MB, mostly scanned pages.
MAX_BYTES = 64 * 1024 * 1024
#: Pages of a PDF or an OFD that are read; the rest of a longer file is left out.
MAX_PAGES = 800
#: Characters of one answer; the rest is left out.
MAX_CHARACTERS = 4_000_000
#: Rows of one sheet that are read, and sheets of one workbook.
MAX_SHEET_ROWS = 50_000
MAX_SHEETS = 100

#: One member of a package, and all members together, unpacked.  A bomb packs a thousand times.
MAX_MEMBER_BYTES = 128 * 1024 * 1024
MAX_UNPACKED_BYTES = 256 * 1024 * 1024
#: Members of an archive of documents that are looked at, and archives in archives.
MAX_MEMBERS = 500
MAX_DEPTH = 3
