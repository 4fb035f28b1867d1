"""``jianbao policies --known-by-name``: documents that pages speak of and none of them carries."""

from __future__ import annotations

from pathlib import Path

from rich.table import Table

from cleaners.dates import CHINA
from flows.commands.export import Row, Sheet, write_sheets
from flows.commands.screen import console, print_json, print_table, styled
from models import Database
from models.named import NamedOnly, named_only

#: Rows on a screen; files get all.
SHOWN = 50
HEAD = ("标题", "文号", "提及页面数", "首次见到", "最近见到", "首个提及页面", "来源", "网址")


def show_named_only(
    database: Database,
    words: str,
    *,
    as_json: bool = False,
    csv: str | None = None,
    xlsx: Path | None = None,
) -> None:
    """Print the documents that are known by name only, or write them to files.

    Raises ``FlowError`` for a file that cannot be written.
    """
    with database.reading() as session:
        found = named_only(session, words.strip())
    if csv or xlsx:
        sheet = Sheet("仅知其名", HEAD, [_row(one) for one in found])
        write_sheets(sheet, [sheet], csv=csv, xlsx=xlsx, said=f"{len(found)} 个文件")
    if as_json:
        print_json(
            [
                {
                    "title": one.title,
                    "number": one.number,
                    "pages": one.pages,
                    "first_seen_at": one.first_seen_at.astimezone(CHINA),
                    "last_seen_at": one.last_seen_at.astimezone(CHINA),
                    "named_by": {"title": one.page.title, "url": one.page.url},
                }
                for one in found
            ]
        )
    elif not (csv or xlsx):
        _print(found)


def _row(one: NamedOnly) -> Row:
    page = one.page
    return [
        one.title,
        one.number,
        one.pages,
        one.first_seen_at,
        one.last_seen_at,
        page.title,
        page.source_id,
        page.url,
    ]


def _print(found: list[NamedOnly]) -> None:
    if not found:
        console.print("没有仅知其名的文件")
        return
    table = Table("文件", "文号", "提及", "最近见到", "首个提及页面")
    for one in found[:SHOWN]:
        table.add_row(
            styled(one.title or "（未知标题）", limit=120),
            styled(one.number or ""),
            str(one.pages),
            f"{one.last_seen_at.astimezone(CHINA):%Y-%m-%d}",
            styled(f"{one.page.title}\n{one.page.url}", limit=300),
        )
    print_table(table)
    if len(found) > SHOWN:
        console.print(f"只显示前 {SHOWN} 个，共 {len(found)} 个；全部可用 --csv 或 --xlsx 导出", style="dim")
