"""The Prefect flow ``reclean`` (重新清洗): the archive read by the present cleaner, shown by source or accepted."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from prefect import flow
from prefect.artifacts import create_table_artifact
from pydantic import Field

from cleaners import CLEANER_VERSION
from cleaners.dates import CHINA
from flows.monitor import as_task, now, run_logger, run_name
from flows.passes import reclean_pass
from flows.settings import load_settings
from flows.stages.recleaned import RecleanReport
from flows.watch import open_watch
from flows.words import CHANGES, facts_said


@flow(name="reclean", flow_run_name=lambda: run_name("重新清洗"), validate_parameters=True)
async def reclean(
    sources: list[str] = [],  # noqa: B006 - Prefect's form shows this default
    accept: bool = False,
    limit: Annotated[int, Field(ge=0)] = 0,
    everything: bool = False,
    as_of: datetime | None = None,
) -> dict[str, int]:
    """重新清洗：用现行清洗规则重读已入库的页面，按来源列出差异；确认后再写入。

    先不勾选“写入”运行一次，看各来源的差异表；认可后勾选“写入”再运行。写入后会重新归并、重新识别，
    但不产生新版本，也不会作为新政策通报。中断后再运行一次即可接着做。

    Args:
        sources: 来源编号（见 jianbao sources），留空表示全部有文章入库的来源
        accept: 写入：不勾选时只比较，不改动数据库
        limit: 最多重读多少个页面，0 表示不限
        everything: 连同现行规则已读过的页面一起重读，平时不需要
        as_of: 按哪个时间点记录，留空表示现在
    """
    log = run_logger()
    moment = as_of or now()
    with open_watch(load_settings()) as watch:
        report = await reclean_pass(
            watch,
            sources,
            as_of=moment,
            log=log,
            accept=accept,
            limit=limit or None,
            everything=everything,
            run_step=as_task,
        )
        names = {source.id: source.name for source in watch.registry}
    for line in report.failed:
        log.warning(line)
    await report_differences(report, names, moment)
    return {"pages": report.pages, "changed": report.differing, "failed": len(report.failed)}


async def report_differences(report: RecleanReport, names: dict[str, str], moment: datetime) -> None:
    """The table artifact of a run: one row a source, articles by what becomes of them.  Cells are plain text."""
    rows = [
        {
            "来源": f"{names.get(source_id, source_id)}（{source_id}）",
            **{word: found.articles[change] for change, word in CHANGES.items()},
            "改动字数": found.changed,
            "信息变化": facts_said(found.facts) or "—",
            "示例": "；".join(f"{one.title}" for one in found.shown())[:200] or "—",
        }
        for source_id, found in sorted(report.sources.items(), key=lambda pair: (-pair[1].share, pair[0]))
    ]
    done = "已写入" if report.accepted else "尚未写入"
    await create_table_artifact(  # type: ignore[misc]  # Prefect types it for both sync and async use
        key="jianbao-reclean",
        table=rows,
        description=(
            f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M} 用第 {CLEANER_VERSION} 版规则重新清洗的差异（{done}）；"
            f"重读 {report.pages} 个页面，未能读取 {len(report.failed)} 个"
        ),
    )
