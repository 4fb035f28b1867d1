"""The Prefect flow ``digest`` (简报): make the digests that are due, show them as artifacts, send them."""

from __future__ import annotations

from datetime import datetime

from prefect import flow
from prefect.artifacts import create_markdown_artifact

from cleaners.dates import CHINA
from flows.monitor import as_task, now, run_logger, run_name
from flows.passes import digest_round
from flows.settings import load_settings
from flows.watch import open_watch
from models import Digest


@flow(name="digest", flow_run_name=lambda: run_name("简报"), validate_parameters=True)
async def digest(
    subscriptions: list[str] = [],  # noqa: B006 - Prefect's form shows this default
    as_of: datetime | None = None,
    force: bool = False,
) -> list[int]:
    """生成并发送简报：每个订阅只收到尚未告知过的内容，没有新内容则不发。

    Args:
        subscriptions: 订阅编号，留空表示全部订阅
        as_of: 按哪个时间点生成，留空表示现在
        force: 每日订阅当天已发过简报时，是否仍然再发一期
    """
    with open_watch(load_settings()) as watch:
        done = await digest_round(
            watch, subscriptions, as_of=as_of or now(), log=run_logger(), force=force, run_step=as_task
        )
        with watch.database.reading() as session:
            made = [session.get_one(Digest, digest_id) for digest_id in done.digests]
    for one in made:
        await create_markdown_artifact(  # type: ignore[misc]  # Prefect types it for both sync and async use
            key=f"jianbao-digest-{one.subscription_id.replace('_', '-')}",
            markdown=one.markdown,
            description=f"{one.as_of.astimezone(CHINA):%Y-%m-%d %H:%M} {one.subject}",
        )
    return done.digests
