"""``jianbao serve``: Prefect's server, UI and schedules on this machine."""

from __future__ import annotations

from flows.commands.screen import console
from flows.prefect_home import use_prefect_home
from flows.serving import prefect_server, serve_deployments
from flows.settings import Settings
from flows.watch import open_watch


def serve_here(settings: Settings) -> None:
    """Start the server where none answers, register the deployments, and run them until Ctrl-C."""
    with open_watch(
        settings
    ) as watch:  # a wrong source file or database is said now, not at the first schedule
        watch.subscriptions()
        console.print(f"{len(watch.registry)} 个来源，数据库 {watch.database.engine.url.render_as_string()}")
    with prefect_server(settings.prefect_home, settings.serve_host, settings.serve_port) as api_url:
        use_prefect_home(settings.prefect_home, api_url)
        console.print(f"界面：http://{settings.serve_host}:{settings.serve_port}")
        serve_deployments(settings)
