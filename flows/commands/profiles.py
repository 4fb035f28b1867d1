"""``jianbao profiles``: the boilerplate learned of each site, and the lines of it that an operator keeps."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from cleaners.dates import CHINA
from flows.commands.screen import console, print_json, print_table, styled
from flows.errors import FlowError
from flows.settings import Settings
from flows.stages.profiles import drop_part
from flows.watch import Watch, open_watch
from models.profiles import SiteProfileRow, stored_profiles

_PARTS = {"lines": "整行", "prefixes": "段首", "suffixes": "段尾"}


def show_profiles(settings: Settings, source_id: str | None, *, as_json: bool) -> None:
    """Print what was learned, by source and host.  Raises ``FlowError`` for a source that nobody knows."""
    with open_watch(settings) as watch, watch.database.reading() as session:
        rows = stored_profiles(session, source_id)
        if source_id is not None and not rows:
            _check_known(watch, source_id)
        names = {source.id: source.name for source in watch.registry}
        if as_json:
            print_json([_as_data(row) for row in rows])
            return
        if not rows:
            console.print("还没有学到站点特征：同一站点有八篇以上非公文页面后自动学习")
            return
        table = Table("来源", "主机", "位置", "剔除的文字", "样本", "学习时间")
        for row in rows:
            for part, (place, text) in enumerate(_parts(row) or [("—", "（没有共有的文字）")]):
                kept = "（保留）" if text in row.dropped else ""
                name = f"{names.get(row.source_id, row.source_id)}（{row.source_id}）"
                table.add_row(
                    styled("" if part else name),
                    styled("" if part else row.host),
                    place,
                    styled(f"{text}{kept}", limit=200),
                    "" if part else str(row.pages),
                    "" if part else f"{row.learned_at.astimezone(CHINA):%Y-%m-%d %H:%M}",
                )
        print_table(table)
        console.print(
            "某一行不该剔除：jianbao profiles 来源 --drop 文字；已入库的文章用 jianbao reclean --all 重读"
        )


def change_profile(settings: Settings, source_id: str | None, part: str, *, restore: bool) -> None:
    """Keep a learned line on the pages of a source, or cut it again.  Raises ``FlowError`` for what was not learned."""
    if source_id is None:
        raise FlowError("which source? jianbao profiles SOURCE --drop LINE")
    with open_watch(settings) as watch:
        hosts = drop_part(watch.database, source_id, part, restore=restore)
    done = "重新剔除" if restore else "今后保留"
    console.print(styled(f"{done}：{part}（{'、'.join(hosts)}）"))
    console.print(f"已入库的文章：jianbao reclean --all --source {source_id} 查看差异")


def _check_known(watch: Watch, source_id: str) -> None:
    if source_id not in watch.registry:
        raise FlowError(f"no source {source_id}; jianbao sources lists them")


def _parts(row: SiteProfileRow) -> list[tuple[str, str]]:
    return [(word, text) for name, word in _PARTS.items() for text in getattr(row, name)]


def _as_data(row: SiteProfileRow) -> dict[str, Any]:
    return {
        "source": row.source_id,
        "host": row.host,
        "lines": row.lines,
        "prefixes": row.prefixes,
        "suffixes": row.suffixes,
        "dropped": row.dropped,
        "pages": row.pages,
        "articles": row.articles,
        "cleaner_version": row.cleaner_version,
        "learned_at": row.learned_at.isoformat(),
    }
