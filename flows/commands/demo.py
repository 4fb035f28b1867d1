"""``jianbao demo``: the whole product offline, on the bundled sample site, over two days.

Real HTTP on loopback, real crawls, a real database, the real Prefect flows with a server of their own under
``var/demo/prefect``.  The moments are fixed, so that the demo shows the same in every year.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from datetime import datetime
from pathlib import Path

from cleaners.dates import CHINA
from flows.commands.screen import console, styled
from flows.prefect_home import use_prefect_home
from flows.sample_site import SampleSite, serve_sample_site, write_sample_sources
from flows.settings import Settings, load_settings

HOME = Path("var/demo")
DAYS = (datetime(2026, 3, 5, 18, 0, tzinfo=CHINA), datetime(2026, 3, 6, 18, 0, tzinfo=CHINA))
SUBSCRIPTIONS = """subscriptions:
  - id: demo
    name: 卫健政策日报
    frequency: daily
    channels:
      - folder: demo
"""


def demo_settings(home: Path) -> Settings:
    """The settings of the demo: everything below ``home``, loopback allowed, no delays.

    They are put into the environment, since the flows read their settings there.
    """
    values = {
        "DATABASE_URL": f"sqlite:///{home / 'jianbao.db'}",
        "SOURCES_DIR": str(home / "sources"),
        "SUBSCRIPTIONS_FILE": str(home / "subscriptions.yaml"),
        "DIGESTS_DIR": str(home / "digests"),
        "PREFECT_HOME": str(home / "prefect"),
        "ALLOW_LOOPBACK": "true",
        "DELAY_S": "0",
        "SMTP_HOST": "",
    }
    for name, value in values.items():
        if value:
            os.environ[f"JIANBAO_{name}"] = value
        else:
            os.environ.pop(f"JIANBAO_{name}", None)
    return load_settings()


def prepare(home: Path) -> Settings:
    """An empty demo folder with its subscriptions."""
    home = home.resolve()
    if home.exists():
        shutil.rmtree(home)
    home.mkdir(parents=True)
    (home / "subscriptions.yaml").write_text(SUBSCRIPTIONS, "utf-8")
    return demo_settings(home)


def run_demo(*, serve: bool) -> None:
    """Run both days and say where to look."""
    settings = prepare(HOME)
    use_prefect_home(settings.prefect_home, quiet=True)
    with serve_sample_site() as site:
        console.print(f"示例站点：{site.base}（9 个来源，内容均为虚构）")
        for day, as_of in enumerate(DAYS, 1):
            run_day(settings, site, day, as_of)
    html = publish(settings)
    console.print()
    console.print(f"简报（网页）：{html}")
    console.print("查看文件：   JIANBAO_DATABASE_URL=sqlite:///var/demo/jianbao.db jianbao policies")
    console.print(
        "打开界面：   jianbao demo --serve，然后访问 http://127.0.0.1:4200（可看到两天的运行与简报）"
    )
    if serve:
        from flows.commands.serve import serve_here

        serve_here(settings)


def run_day(settings: Settings, site: SampleSite, day: int, as_of: datetime) -> None:
    """One day: the site shows it, the real flows run, what was found is printed."""
    site.day = day
    write_sample_sources(settings.sources_dir, site)
    console.rule(f"第 {day} 天　{as_of:%Y-%m-%d %H:%M}", style="dim")
    with console.status("正在启动流程引擎……" if day == 1 else "正在巡查……"):
        from flows.digest import digest
        from flows.monitor import monitor

        found = asyncio.run(monitor(as_of=as_of))
        made = asyncio.run(digest(as_of=as_of))
    show_day(settings, as_of, found["new_articles"], made)


def show_day(settings: Settings, as_of: datetime, new_articles: int, made: list[int]) -> None:
    """The sources' outcomes and the digest's text."""
    from sqlmodel import select

    from flows.watch import open_watch
    from flows.words import BAD, OUTCOMES
    from models import CrawlPass, Digest

    with open_watch(settings) as watch, watch.database.reading() as session:
        passes = session.exec(select(CrawlPass).where(CrawlPass.started_at == as_of)).all()
        names = {source.id: source.name for source in watch.registry}
        for done in sorted(passes, key=lambda one: list(names).index(one.source_id)):
            if done.outcome is None or (not done.counts.get("list") and not done.counts.get("article")):
                continue  # the fetching of attachments
            articles = done.counts.get("article", {}).get("new", 0)
            style = "red" if done.outcome in BAD else "" if articles else "dim"
            line = f"  {names[done.source_id]}：{OUTCOMES[done.outcome]}"
            line += f"，新文章 {articles}" if articles else ""
            line += f"（{done.error}）" if done.error else ""
            console.print(styled(line, style, 160))
        console.print(f"共有新文章 {new_articles} 篇")
        for digest_id in made:
            console.print()
            console.print(styled(session.get_one(Digest, digest_id).text, limit=20_000))
        if not made:
            console.print("没有需要通报的新内容")


def publish(settings: Settings) -> Path:
    """Copy the newest digest to ``digest.html`` (and .md, .txt), where the README says it lies."""
    folders = sorted(settings.digests_dir.glob("demo/*-digest-*"))
    target = settings.digests_dir.parent
    for suffix in ("html", "md", "txt"):
        shutil.copyfile(folders[-1] / f"digest.{suffix}", target / f"digest.{suffix}")
    return target / "digest.html"
