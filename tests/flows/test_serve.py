"""``jianbao serve`` as an operator has it: a real Prefect server, schedules that fire, a run with parameters."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from flows.sample_site import serve_sample_site, write_sample_sources
from tests.flows.sample import as_environment, sample_settings

pytestmark = pytest.mark.slow


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Served:
    """A running ``jianbao serve``."""

    process: subprocess.Popen[bytes]
    base: str

    def ask(self, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)


def wait_for(what: str, question: Callable[[], Any], seconds: float = 90) -> Any:
    """The first true answer; anything refused in between counts as not yet."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            answer = question()
        except (urllib.error.URLError, OSError):
            answer = None
        if answer:
            return answer
        time.sleep(0.5)
    raise AssertionError(f"{what}: not within {seconds} s")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("served")
    port = free_port()
    with serve_sample_site(0) as site:
        settings = sample_settings(home)
        write_sample_sources(settings.sources_dir, site)
        environment = {
            **os.environ,
            **as_environment(settings),
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "JIANBAO_SERVE_PORT": str(port),
            "JIANBAO_PREFECT_HOME": str(home / "prefect"),
        }
        environment.pop("PREFECT_API_URL", None)
        with (home / "serve.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "flows", "serve"], env=environment, cwd=home, stdout=log, stderr=log
            )
        running = Served(process, f"http://127.0.0.1:{port}")
        try:
            wait_for("deployments", lambda: len(running.ask("/api/deployments/filter", {})) >= 7, 150)
            yield running
        finally:
            process.kill()
            process.wait()


def deployment(served: Served, flow: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = served.ask(f"/api/deployments/name/{flow}/{name}")
    return found


def test_the_ui_is_told_its_own_address(served: Served) -> None:
    assert served.ask("/ui-settings")["api_url"] == f"{served.base}/api"


def test_the_form_speaks_chinese(served: Served) -> None:
    schema = deployment(served, "monitor", "manual")["parameter_openapi_schema"]
    assert "留空" in schema["properties"]["sources"]["description"]


def test_schedules_have_runs(served: Served) -> None:
    """What SQLAlchemy 2.1 breaks in silence under Prefect 3.8.8."""
    scheduled = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}
    wait_for("scheduled runs", lambda: served.ask("/api/flow_runs/filter", scheduled), 60)


def test_a_run_with_parameters_reads_that_source_and_shows_its_table(served: Served) -> None:
    manual = deployment(served, "monitor", "manual")
    parameters = {"sources": ["sample_yunling"], "as_of": "2026-03-05T18:00:00+08:00"}
    made = served.ask(f"/api/deployments/{manual['id']}/create_flow_run", {"parameters": parameters})

    def ended() -> Any:
        run = served.ask(f"/api/flow_runs/{made['id']}")
        return run if run["state"]["type"] in ("COMPLETED", "FAILED", "CRASHED") else None

    run = wait_for("the run's end", ended, 120)
    assert run["state"]["type"] == "COMPLETED"
    assert run["name"] == "监测 03-05 18:00"
    artifacts = served.ask("/api/artifacts/filter", {})
    table = next(one for one in artifacts if one["key"] == "jianbao-pass")
    data = table["data"] if isinstance(table["data"], list) else json.loads(table["data"])
    assert [row["来源"] for row in data] == ["云岭省卫生健康委员会（示例）（sample_yunling）"]


def test_the_digest_is_an_artifact(served: Served) -> None:
    manual = deployment(served, "digest", "manual")
    parameters = {"as_of": "2026-03-05T18:30:00+08:00"}
    made = served.ask(f"/api/deployments/{manual['id']}/create_flow_run", {"parameters": parameters})

    def ended() -> Any:
        run = served.ask(f"/api/flow_runs/{made['id']}")
        return run if run["state"]["type"] in ("COMPLETED", "FAILED", "CRASHED") else None

    assert wait_for("the run's end", ended, 120)["state"]["type"] == "COMPLETED"
    kinds = {one["key"]: one for one in served.ask("/api/artifacts/filter", {}) if one["type"] == "markdown"}
    assert any("云卫监督函〔2026〕31号" in one["data"] for one in kinds.values())


def test_recleaning_leaves_a_table(served: Served) -> None:
    manual = deployment(served, "reclean", "manual")
    parameters = {"sources": ["sample_yunling"], "everything": True, "accept": True}
    made = served.ask(f"/api/deployments/{manual['id']}/create_flow_run", {"parameters": parameters})

    def ended() -> Any:
        run = served.ask(f"/api/flow_runs/{made['id']}")
        return run if run["state"]["type"] in ("COMPLETED", "FAILED", "CRASHED") else None

    assert wait_for("the run's end", ended, 120)["state"]["type"] == "COMPLETED"
    table = next(one for one in served.ask("/api/artifacts/filter", {}) if one["key"] == "jianbao-reclean")
    (row,) = table["data"] if isinstance(table["data"], list) else json.loads(table["data"])
    assert row["来源"] == "云岭省卫生健康委员会（示例）（sample_yunling）"
    assert row["无变化"] > 0
    assert {name: row[name] for name in ("正文有变", "新增条目", "信息变化")} == {
        "正文有变": 0,
        "新增条目": 0,
        "信息变化": "—",
    }
    assert "已写入" in table["description"]


def test_sigterm_leaves_nothing_behind(served: Served, tmp_path: Path) -> None:
    """Last of the file: it ends the server of the others."""
    served.process.send_signal(signal.SIGTERM)
    served.process.wait(60)

    def silent() -> bool:
        try:
            served.ask("/api/health")
        except (urllib.error.URLError, OSError):
            return True
        return False

    wait_for("the server's end", silent, 30)
