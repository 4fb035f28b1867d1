"""``jianbao profiles`` as an operator has it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from flows.stages.profiles import learn_profiles
from models import open_database
from tests.flows.sample import as_environment, sample_settings
from tests.flows.stages.pages import NOW
from tests.flows.stages.test_profiles import SLOGAN, store_reports

ROOT = Path(__file__).parents[2]


def test_what_was_learned_is_shown_and_a_line_dropped(tmp_path: Path, database_url: str) -> None:
    settings = sample_settings(tmp_path, database_url)
    settings.sources_dir.mkdir()
    database = open_database(database_url)
    store_reports(database, 12)
    learn_profiles(database, as_of=NOW)
    database.close()

    def jianbao(*arguments: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "flows", "profiles", *arguments],
            env={**os.environ, "PYTHONPATH": str(ROOT), **as_environment(settings)},
            cwd=tmp_path,
            capture_output=True,
            timeout=120,
            check=False,
        )
        return done.returncode, (done.stdout + done.stderr).decode()

    code, shown = jianbao()
    assert code == 0
    assert SLOGAN in shown
    code, shown = jianbao("portal", "--drop", SLOGAN)
    assert (code, "今后保留" in shown) == (0, True)
    (row,) = json.loads(jianbao("portal", "--json")[1])
    assert (row["source"], row["dropped"], row["pages"]) == ("portal", [SLOGAN], 12)
    code, shown = jianbao("nosuch")
    assert (code, "no source nosuch" in shown) == (1, True)
    code, shown = jianbao("--drop", SLOGAN)
    assert (code, "which source" in shown) == (1, True)
