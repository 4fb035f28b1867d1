"""``jianbao sources``: the registry, and how each source is doing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rich.markup import escape
from rich.table import Table
from sqlmodel import select

from cleaners.dates import CHINA
from crawlers.source import Source
from flows.commands.screen import console, print_json, print_table, styled
from flows.health import Silence, silences
from flows.settings import Settings
from flows.usual import Unusual, unusual
from flows.watch import Watch, open_watch
from flows.words import BAD, LEVELS, OUTCOMES
from models import SourceState
from models.failures import open_failures
from models.history import last_passes


def show_sources(
    settings: Settings, *, as_json: bool, failures: bool, warnings: bool, as_of: datetime
) -> None:
    """Print every source of the registry with its state; with ``failures`` what was recorded as failed."""
    with open_watch(settings) as watch:
        if failures:
            show_failures(watch, as_json=as_json)
            return
        if warnings:
            show_warnings(watch, as_json=as_json)
            return
        with watch.database.reading() as session:
            states = {state.source_id: state for state in session.exec(select(SourceState))}
            silent = silences(session, watch.watched_sources(), states, as_of)
            odd = unusual(session, [source.id for source in watch.registry.active()])
        if as_json:
            print_json(
                [
                    source_as_data(s, states.get(s.id), silent.get(s.id), odd.get(s.id, ()))
                    for s in watch.registry
                ]
            )
            return
        table = Table("来源", "名称", "级别", "方式", "证据", "上次成功", "上次有新", "状态")
        for source in watch.registry:
            state = states.get(source.id)
            table.add_row(
                source.id,
                styled(source.name),
                LEVELS[source.level.value],
                source.family.value,
                source.access.seen or "",
                moment(state.last_success_at if state else None),
                moment(state.last_new_at if state else None),
                health(source, state, silent.get(source.id), odd.get(source.id, ())),
            )
        print_table(table)


def health(
    source: Source, state: SourceState | None, silence: Silence | None, odd: Sequence[Unusual] = ()
) -> str:
    """``正常``, or what is the matter: paused, nothing to read, never read, refused since …, silent, not as usual."""
    if source.paused:
        return f"[dim]已暂停：{source.paused}"
    if not source.read_columns:
        return "[dim]无栏目"
    if state is None or state.last_outcome is None:
        return "[dim]未巡查"
    if state.last_outcome in BAD:
        return f"[red]{OUTCOMES[state.last_outcome]}（{moment(state.trouble_since)} 起）"
    if odd and odd[0].failed:
        return f"[red]异常：{escape(odd[0].told)}"
    if silence:
        return f"[yellow]静默：{silence.told}"
    if odd:
        return f"[yellow]提醒：{escape(odd[0].told)}"
    return "[green]正常"


def source_as_data(
    source: Source, state: SourceState | None, silence: Silence | None, odd: Sequence[Unusual] = ()
) -> dict[str, object]:
    """One source as JSON-ready values."""
    return {
        "id": source.id,
        "name": source.name,
        "level": source.level.value,
        "region": source.region,
        "family": source.family.value,
        "home": source.home,
        "columns": [{"name": column.name, "url": column.url} for column in source.columns],
        "evidence": source.access.seen,
        "paused": source.paused,
        "unverified": source.unverified,
        "state": state.model_dump() if state else None,
        "silence": silence.told if silence else None,
        "unusual": [{"failed": one.failed, "told": one.told} for one in odd],
    }


def show_failures(watch: Watch, *, as_json: bool) -> None:
    """What failed and was not mended since."""
    with watch.database.reading() as session:
        rows = open_failures(session)
    if as_json:
        print_json([row.model_dump() for row in rows])
        return
    if not rows:
        console.print("没有未解决的失败")
    for row in rows:
        console.print(styled(f"{moment(row.last_at)}  {row.stage}  ×{row.count}  {row.url or row.subject}"))
        console.print(styled(f"    {row.message}", "dim", 400))


def show_warnings(watch: Watch, *, as_json: bool) -> None:
    """What the last pass over each source, or over its files, warned of; a later good pass clears it."""
    with watch.database.reading() as session:
        passes = last_passes(session)
    rows = [
        {"source": done.source_id, "at": done.started_at, **warning}
        for done in sorted(passes, key=lambda one: one.source_id)
        for warning in done.warnings
    ]
    if as_json:
        print_json(rows)
        return
    if not rows:
        console.print("没有提醒")
    for row in rows:
        console.print(styled(f"{moment(row['at'])}  {row['source']}  {row['rule']}  {row['url'] or ''}"))
        console.print(styled(f"    {row['message']}", "dim", 400))


def moment(value: datetime | None) -> str:
    """A moment in China's time, to the minute."""
    return f"{value.astimezone(CHINA):%Y-%m-%d %H:%M}" if value else ""
