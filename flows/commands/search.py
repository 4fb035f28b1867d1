"""``jianbao policies``: searching what is stored, on the screen or as JSON, CSV, XLSX."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from rich.table import Table
from rich.text import Text

from cleaners import Status
from cleaners.policies.layout import fold
from cleaners.policies.numbers import find_numbers
from flows.commands.export import Tables, write_tables
from flows.commands.policies import policy_as_data
from flows.commands.screen import console, errors, print_json, print_table, safe, styled
from flows.errors import FlowError
from models import Database
from models.search import Hit, not_indexed, search_policies

#: Rows on a screen; files get all.
SHOWN = 50


def show_policies(
    database: Database,
    words: str,
    *,
    issuer: str | None = None,
    since: date | None = None,
    until: date | None = None,
    status: str | None = None,
    as_json: bool = False,
    csv: str | None = None,
    xlsx: Path | None = None,
) -> None:
    """Print the policies that match, or write them to files.  Raises ``FlowError`` for an unknown status."""
    if status is not None and status not in [one.value for one in Status]:
        raise FlowError(f"没有状态 {status}；可用：{'、'.join(one.value for one in Status)}")
    limit = SHOWN if not (as_json or csv or xlsx) else None
    with database.reading() as session:
        if not_indexed(session):
            errors.print("有文件尚未编入索引，搜不到它们：请运行 jianbao db reindex", style="yellow")
        hits = search_policies(
            session, _as_query(words), issuer=issuer, since=since, until=until, status=status, limit=limit
        )
        tables = Tables.of_policies(session, [hit.policy for hit in hits]) if csv or xlsx else None
    if tables is not None:
        write_tables(tables, csv=csv, xlsx=xlsx)
    if as_json:
        print_json([policy_as_data(hit.policy, hit.page) | {"snippet": hit.snippet or None} for hit in hits])
    elif tables is None:
        _print(hits)


def _as_query(words: str) -> str:
    """A document number anywhere in the query, in any spelling, becomes a phrase in the normal one.

    ``透析 国卫医政发 [2023] 第 027 号`` becomes ``透析 "国卫医政发〔2023〕27号"``.
    """
    if '"' in words:
        return words
    folded = fold(words)
    for number in reversed(find_numbers(folded)):
        folded = f'{folded[: number.start]} "{number.number}" {folded[number.end :]}'
    return folded.replace('- "', '-"')


def _print(hits: list[Hit]) -> None:
    if not hits:
        console.print("没有符合条件的文件")
        return
    table = Table("成文", "文号", "标题", "发文机关")
    for hit in hits:
        policy = hit.policy
        shown = styled(policy.title + ("" if policy.verified else "（原文待核）"), limit=120)
        if hit.place is not None:
            begin, end = hit.place
            shown.append("\n")
            for part, style in (
                (hit.snippet[:begin], "dim"),
                (hit.snippet[begin:end], "bold"),
                (hit.snippet[end:], "dim"),
            ):
                shown.append_text(Text(safe(part), style=style))
        table.add_row(
            str(policy.written_on or ""),
            styled(policy.number or ""),
            shown,
            styled("、".join(map(str, policy.issuers)), limit=60),
        )
    print_table(table)
    if len(hits) == SHOWN:
        console.print(f"只显示前 {SHOWN} 个；全部可用 --csv 或 --xlsx 导出", style="dim")
