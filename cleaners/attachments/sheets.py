"""Workbooks: XLS and XLSX through calamine, SpreadsheetML 2003 (XML saved as .xls) with the standard library."""

from __future__ import annotations

import datetime as dt
import io
from xml.etree.ElementTree import Element

from python_calamine import CalamineError, CalamineWorkbook

from cleaners.attachments.limits import MAX_SHEET_ROWS, MAX_SHEETS
from cleaners.attachments.package import local, parse_xml


def workbook_text(data: bytes) -> str | None:
    """Rows as lines, cells parted by tabs, sheets in order; ``None`` where calamine cannot read the file."""
    lines: list[str] = []
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in workbook.sheet_names[:MAX_SHEETS]:
            rows = workbook.get_sheet_by_name(name).to_python(nrows=MAX_SHEET_ROWS)
            lines.extend("\t".join(_cell(cell) for cell in row).rstrip("\t") for row in rows)
    except (CalamineError, ValueError, OSError, IndexError):
        return None
    except BaseException as problem:
        # A Rust panic on a damaged BIFF stream comes as a BaseException whose class cannot be imported.
        if type(problem).__name__ != "PanicException":
            raise
        return None
    return "\n".join(lines)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    return str(value).replace("\n", " ").strip()


def spreadsheetml_text(data: bytes) -> str | None:
    """The cells of SpreadsheetML 2003, which registers export under the name .xls."""
    try:
        root = parse_xml(data, "workbook")
    except KeyError:
        return None
    return "\n".join(_row(row) for row in root.iter() if local(row.tag) == "Row")


def _row(row: Element) -> str:
    return "\t".join(_data(cell) for cell in row if local(cell.tag) == "Cell").rstrip("\t")


def _data(cell: Element) -> str:
    return "".join("".join(e.itertext()) for e in cell if local(e.tag) == "Data").replace("\n", " ").strip()
