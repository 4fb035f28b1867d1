"""``jianbao reclean`` and its flow as an operator has them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from cleaners import CLEANER_VERSION
from flows.deployments import deployments
from flows.settings import Settings
from models import Article, open_database
from tests.flows.sample import as_environment, sample_settings
from tests.flows.stages.older import WATERMARK, older_cleaner, watermarked
from tests.flows.stages.pages import NOW, TITLE, notice, store
from tests.flows.stages.recognised import COPY, NHC, run, tell

ROOT = Path(__file__).parents[2]


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """A store whose two pages an older cleaner read, and whose reader was told of them."""
    made = sample_settings(tmp_path, database_url)
    made.sources_dir.mkdir()
    database = open_database(database_url)
    try:
        store(database, NHC, notice(title=f"{TITLE}\x1b[2J"))
        store(database, COPY, notice(published="2025-02-19 18:00"), source_id="gihot")
        with older_cleaner(watermarked):
            run(database)
        assert tell(database) == ["new"]
    finally:
        database.close()
    return made


def jianbao(settings: Settings, *arguments: str, **environment: str) -> str:
    """Standard output of ``jianbao reclean``."""
    done = subprocess.run(
        [sys.executable, "-m", "flows", "reclean", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), **as_environment(settings), **environment},
        cwd=settings.digests_dir.parent,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


#: Accepts and is killed in the middle of it, before the commit of one of its pages.
KILLED = """
import sys
from tests.flows.killed_pass import die_within
from flows.cli import main
die_within()
sys.argv = ["jianbao", "reclean", "--accept"]
main()
"""


def texts(settings: Settings) -> list[str]:
    database = open_database(settings.database_url)
    try:
        with database.reading() as session:
            return list(session.exec(select(Article.text)))
    finally:
        database.close()


def test_it_is_shown_accepted_and_done(settings: Settings) -> None:
    shown = jianbao(settings)
    assert f"  - {WATERMARK}\n" in shown
    assert "nhc：标题 1、来源 1\n" in shown
    assert "读了 2 个页面，2 篇有变化，尚未写入；确认后加 --accept 写入" in shown
    assert "\x1b" not in shown
    assert all(WATERMARK in text for text in texts(settings))
    one = jianbao(settings, "--accept", "--source", "gihot")
    assert "已重读 1 个页面，改写 1 篇，重新识别 1 篇；不产生新版本，也不作为新内容通报" in one
    assert [WATERMARK in text for text in texts(settings)].count(True) == 1
    jianbao(settings, "--accept")
    assert not any(WATERMARK in text for text in texts(settings))
    assert f"没有需要重新清洗的文章：都由现行规则（第 {CLEANER_VERSION} 版）读取" in jianbao(settings)
    again = json.loads(jianbao(settings, "--all", "--json"))
    assert {name: found["articles"]["same"] for name, found in again["sources"].items()} == {
        "nhc": 1,
        "gihot": 1,
    }


def test_json_has_counts_and_both_readings(settings: Settings) -> None:
    said = json.loads(jianbao(settings, "--json", "--limit", "1"))
    assert (said["accepted"], said["pages"], said["more"], said["failed"]) == (False, 1, True, [])
    (found,) = said["sources"].values()
    assert found["articles"]["text"] == 1
    assert found["facts"] == {"title": 1, "source_name": 1}
    (example,) = found["examples"]
    assert example["before"] == f"{example['after']}\n{WATERMARK}"
    assert example["facts"]["source_name"] == {"before": "", "after": "医政司"}


def test_lines_are_coloured_but_where_colour_is_not_wanted(settings: Settings) -> None:
    assert f"\x1b[31m  - {WATERMARK}" in jianbao(settings, FORCE_COLOR="1", TERM="xterm", NO_COLOR="")
    plain = jianbao(settings, FORCE_COLOR="1", TERM="xterm", NO_COLOR="1")
    assert f"  - {WATERMARK}" in plain
    assert "\x1b[31m" not in plain


def test_the_form_speaks_chinese(settings: Settings) -> None:
    (made,) = [one for one in deployments(settings) if one.flow_name == "reclean"]
    properties: dict[str, Any] = made._parameter_openapi_schema.properties
    assert "不勾选时只比较" in properties["accept"]["description"]
    assert "再写入" in str(made.description)


def test_it_is_killed_and_run_again(settings: Settings) -> None:
    database = open_database(settings.database_url)
    with older_cleaner(watermarked):
        for n in range(6):
            page = notice(f"国卫办医函〔2025〕{50 + n}号", title=TITLE.replace("基层", "一二三四五六"[n]))
            store(database, f"{NHC}?{n}", page)
        run(database)
    assert tell(database) == ["new"] * 6
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **as_environment(settings)}
    killed = subprocess.run([sys.executable, "-c", KILLED], env=environment, capture_output=True, timeout=120)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert 0 < sum(WATERMARK in text for text in texts(settings)) < 8
    assert "未解决" not in jianbao(settings, "--accept")
    assert not any(WATERMARK in text for text in texts(settings))
    for days in (1, 2):
        assert tell(database, at=NOW + timedelta(days=days)) == []
    database.close()
