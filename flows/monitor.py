"""The Prefect flow ``monitor`` (监测): one pass over the sources, with each step as a task of its own.

Flat arguments with an empty list for "all", limits by ``Annotated``, help by the docstring: this is what Prefect's form
shows best (measured 2026-11-22).  Everything that the steps do stands in ``flows.passes``.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_table_artifact
from pydantic import Field

from cleaners.dates import CHINA
from crawlers.job import PassReport
from flows.health import read_states, silences
from flows.passes import MonitorReport, monitor_pass
from flows.settings import load_settings
from flows.usual import unusual
from flows.watch import Watch, open_watch
from flows.words import BAD, OUTCOMES

T = TypeVar("T")


def now() -> datetime:
    """The present moment, aware."""
    return datetime.now(UTC)


def run_logger() -> logging.Logger:
    """The logger of this run, as a plain one."""
    made = get_run_logger()
    return made.logger if isinstance(made, logging.LoggerAdapter) else made


async def as_task(name: str, work: Callable[[], Awaitable[T]]) -> T:
    """A step as a Prefect task: seen in the UI, cancelled with its flow."""

    @task(name=name.partition("-")[0], task_run_name=name, persist_result=False)
    async def step() -> T:
        return await work()

    return await step()


def run_name(what: str) -> str:
    """``监测 03-06 18:00``: what is run, and the moment that it reckons from, in China's time."""
    from prefect.runtime import flow_run

    parameters: dict[str, Any] = flow_run.get_parameters()
    as_of = parameters.get("as_of") or now()
    moment = as_of if isinstance(as_of, datetime) else datetime.fromisoformat(str(as_of))
    return f"{what} {moment.astimezone(CHINA):%m-%d %H:%M}"


@flow(name="monitor", flow_run_name=lambda: run_name("监测"), validate_parameters=True)
async def monitor(
    sources: list[str] = [],  # noqa: B006 - Prefect's form shows this default
    days_back: Annotated[int, Field(ge=0, le=365)] = 0,
    columns: list[str] = [],  # noqa: B006
    as_of: datetime | None = None,
) -> dict[str, int]:
    """巡查来源：抓取、清洗、归并转载、识别政策文件，结果存入数据库。

    Args:
        sources: 来源编号（见 jianbao sources），留空表示全部未暂停的来源
        days_back: 0 表示读到已知内容为止；大于 0 表示读取最近若干天的全部条目
        columns: 栏目名称，留空表示全部栏目
        as_of: 按哪个时间点记录，留空表示现在
    """
    log = run_logger()
    with open_watch(load_settings()) as watch:
        report = await monitor_pass(
            watch,
            sources,
            as_of=as_of or now(),
            log=log,
            days_back=days_back,
            columns=columns,
            run_step=as_task,
        )
        names = {source.id: source.name for source in watch.registry}
        health = told_of_health(watch, report)
    await report_passes(report, names, health)
    return {"sources": len(report.passes), "new_articles": report.new_articles}


def told_of_health(watch: Watch, report: MonitorReport) -> dict[str, str]:
    """Of each source of the pass what an operator should look at: silent for too long, or not as usual."""
    ids = [done.source_id for done in report.passes]
    with watch.database.reading() as session:
        silent = silences(session, watch.watched_sources(), read_states(session, ids), report.as_of)
        odd = unusual(session, ids)
    told = {one: "；".join(found.told for found in odd.get(one, ())) for one in ids}
    for one in ids:
        if one in silent:
            told[one] = "；".join(filter(None, (f"静默：{silent[one].told}", told[one])))
    return {one: text for one, text in told.items() if text}


async def report_passes(
    report: MonitorReport, names: dict[str, str], health: dict[str, str] | None = None
) -> None:
    """The table artifact of a pass: one row a source, troubles first.  Cells are plain text.

    ``health``: what is to be said of sources by id; ``None`` for a backfill, which says nothing of it.
    """
    told = health or {}
    rows = [
        {
            "来源": f"{names.get(done.source_id, done.source_id)}（{done.source_id}）",
            "结果": OUTCOMES[done.outcome],
            "新文章": done.new_articles,
            "提醒": len(done.warnings),
            **({} if health is None else {"健康": told.get(done.source_id, _plainly(done))[:200]}),
            "说明": (done.error or "—")[:200],
        }
        for done in sorted(
            report.passes,
            key=lambda done: (
                done.outcome not in BAD,
                done.source_id not in told,
                -done.new_articles,
                done.source_id,
            ),
        )
    ]
    await create_table_artifact(  # type: ignore[misc]  # Prefect types it for both sync and async use
        key="jianbao-pass",
        table=rows,
        description=f"{report.as_of.astimezone(CHINA):%Y-%m-%d %H:%M} 各来源巡查结果",
    )


def _plainly(done: PassReport) -> str:
    return "—" if done.outcome in BAD else "正常"
