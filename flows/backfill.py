"""The Prefect flow ``backfill`` (补采): a range of days read from the sources, by the same spiders as ``monitor``.

A run that was cut off is taken up by running the same range again: it goes on at its bookmarks.  What it finds is
marked as the past and never announced as new.
"""

from __future__ import annotations

from datetime import date, datetime

from prefect import flow

from flows.monitor import as_task, now, report_passes, run_logger, run_name
from flows.passes import backfill_pass
from flows.settings import load_settings
from flows.watch import open_watch


@flow(name="backfill", flow_run_name=lambda: run_name("补采"), validate_parameters=True)
async def backfill(
    since: date,
    until: date | None = None,
    sources: list[str] = [],  # noqa: B006 - Prefect's form shows this default
    columns: list[str] = [],  # noqa: B006
    as_of: datetime | None = None,
) -> dict[str, int]:
    """补采历史：按日期范围读取来源的栏目，与日常巡查走同一条路径；补到的文件不作为新政策通报。

    中断后用同样的日期范围再运行一次，即从上次读到的位置接着读，已入库的文章不再抓取。

    Args:
        since: 从哪一天起（含当日，按列表上的日期）
        until: 到哪一天止（含当日），留空表示昨天；当天的内容留给日常巡查，以免漏报
        sources: 来源编号（见 jianbao sources），留空表示全部未暂停的来源
        columns: 栏目名称，留空表示全部栏目
        as_of: 按哪个时间点记录，留空表示现在
    """
    with open_watch(load_settings()) as watch:
        report = await backfill_pass(
            watch,
            sources,
            since,
            until,
            as_of=as_of or now(),
            log=run_logger(),
            columns=columns,
            run_step=as_task,
        )
        names = {source.id: source.name for source in watch.registry}
    await report_passes(report, names)
    return {"sources": len(report.passes), "new_articles": report.new_articles}
