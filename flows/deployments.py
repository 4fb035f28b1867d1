"""What is deployed on Prefect: the flows with their schedules and limits, and the automation that ends zombie runs.

Schedules carry their zone.  The scheduled ``monitor`` runs once at a time and a missed one is dropped (after downtime
Prefect starts every missed run at once, measured 2026-11-22); what a person starts waits its turn.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from prefect.automations import Automation
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy, StateType
from prefect.deployments.runner import RunnerDeployment
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import EventTrigger, Posture
from prefect.schedules import Cron

from flows.backfill import backfill
from flows.correct import correct
from flows.digest import digest
from flows.monitor import monitor
from flows.reclean import reclean
from flows.settings import Settings

ZONE = "Asia/Shanghai"
DROP = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
WAIT = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE)


def deployments(settings: Settings) -> list[RunnerDeployment]:
    """The deployments of one machine: scheduled ones, and one of each flow for a person's own parameters."""

    def deploy(flow: Any, name: str, limit: ConcurrencyLimitConfig, cron: str | None) -> RunnerDeployment:
        schedule = Cron(cron, timezone=ZONE) if cron else None
        made = flow.to_deployment(name, schedule=schedule, concurrency_limit=limit, tags=["jianbao"])
        assert isinstance(made, RunnerDeployment)
        return made

    return [
        deploy(monitor, "scheduled", DROP, settings.monitor_cron),
        deploy(monitor, "manual", WAIT, None),
        deploy(backfill, "manual", WAIT, None),
        deploy(digest, "scheduled", WAIT, settings.digest_cron),
        deploy(digest, "manual", WAIT, None),
        deploy(correct, "manual", WAIT, None),
        deploy(reclean, "manual", WAIT, None),
    ]


def crash_zombies() -> Automation:
    """The automation that ends a run whose process is gone: open-source Prefect has none of its own.

    185 s is three heartbeats of 60 s (``prefect_environment``) and a little.
    """
    return Automation(
        name="Jianbao: end runs whose process is gone",
        trigger=EventTrigger(
            after={"prefect.flow-run.heartbeat"},
            expect={"prefect.flow-run.*"},
            match={"prefect.resource.id": ["prefect.flow-run.*"]},
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=timedelta(seconds=185),
        ),
        actions=[
            ChangeFlowRunState(
                state=StateType.CRASHED,
                name="Crashed",
                message="no heartbeat: its process is gone",
                force=False,
            )
        ],
    )


async def register(automation: Automation) -> None:
    """Create the automation, or bring the one of this name up to date."""
    try:
        automation.id = (await Automation.aread(name=automation.name)).id
    except ValueError:
        await automation.acreate()
        return
    await automation.aupdate()
