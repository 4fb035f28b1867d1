"""The command line as a person meets it: bad input gives one clear message, and nothing is lost or half done."""

from __future__ import annotations

import ipaddress
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import typer
from sqlmodel import select
from typer.testing import CliRunner

from flows.cli import app
from models import Outcome, Snapshot, open_database
from tests.crawlers.site import Answer, Site, page, rows, serve

ROOT = Path(__file__).parents[2]
Jianbao = Callable[..., "Said"]


class Said:
    """What a command printed, together and apart, and how it ended."""

    def __init__(self, done: subprocess.CompletedProcess[bytes]) -> None:
        self.code = done.returncode
        self.out = done.stdout.decode()
        self.all = self.out + done.stderr.decode()
        assert "Traceback" not in self.all, self.all


@pytest.fixture
def jianbao(tmp_path: Path) -> Jianbao:
    """``python -m flows`` in an empty folder: ``jianbao("policy", "1", VARIABLE="value")``."""

    def run(*arguments: str, **changes: str) -> Said:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("JIANBAO_")}
        environment |= {"PYTHONPATH": str(ROOT), "JIANBAO_ALLOW_LOOPBACK": "true", "JIANBAO_DELAY_S": "0"}
        environment |= {
            name if name.isupper() and name in ("LANG", "LC_ALL") else f"JIANBAO_{name.upper()}": value
            for name, value in changes.items()
        }
        command = [sys.executable, "-m", "flows", *arguments]
        return Said(subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, timeout=120))

    return run


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


def write_source(folder: Path, site: Site | None = None, more: str = "") -> Path:
    base = site.base if site else "http://127.0.0.1:9"
    folder.mkdir(exist_ok=True)
    (folder / "yunling.yaml").write_text(
        f"""id: yunling
name: 云岭省卫生健康委员会
level: provincial
home: "{base}/"
family: static_list
columns:
  - {{name: 通知公告, url: "{base}/tzgg/index.html"}}
{more}""",
        "utf-8",
    )
    return folder


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["run", "--source", "nosuch"], ["no source 'nosuch'"]),
        (["policy", "国卫办函〔2099〕9999号"], ["没有找到", "国卫办函〔2099〕9999号"]),
        (["clean", "nosuch.html"], ["nosuch.html", "cannot be read"]),
        (["digest", "--subscription", "nosuch"], ["no subscription nosuch"]),
        (["run", "--as-of", "gestern"], ["--as-of", "2026-03-06"]),
    ],
)
def test_what_is_not_there_is_named(
    jianbao: Jianbao, tmp_path: Path, arguments: list[str], says: list[str]
) -> None:
    said = jianbao(*arguments, sources_dir=str(write_source(tmp_path / "sources")))
    assert said.code == 1
    for words in says:
        assert words in said.all.replace("\n", "")


def test_a_folder_without_a_manifest_is_not_replayed(jianbao: Jianbao, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    said = jianbao("replay", "pages")
    assert said.code == 1
    assert "manifest.jsonl" in said.all.replace("\n", "")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id: [yunling\nname: {", ["yunling.yaml"]),
        ("", ["yunling.yaml"]),
        ("- just\n- a list\n", ["yunling.yaml"]),
        ("\x00\x01", ["yunling.yaml"]),
        (None, ["yunling.yaml", "pagnation", "pagination"]),
    ],
)
def test_a_source_file_that_cannot_be_read_is_named(
    jianbao: Jianbao, tmp_path: Path, text: str | None, says: list[str]
) -> None:
    folder = write_source(tmp_path / "sources", more='pagnation: {page: "index_{n}.html"}\n')
    if text is not None:
        (folder / "yunling.yaml").write_text(text, "utf-8")
    said = jianbao("sources", sources_dir=str(folder))
    assert said.code == 1
    for words in says:
        assert words in said.all.replace("\n", "")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://jianbao:geheim@127.0.0.1:9/jianbao",
        "sqlite:////proc/none/jianbao.db",
        "nonsense",
        "mysql://root@127.0.0.1/x",
    ],
)
def test_a_database_that_cannot_be_reached(jianbao: Jianbao, url: str) -> None:
    said = jianbao("policies", database_url=url)
    assert said.code == 1
    assert said.all.strip()
    assert "geheim" not in said.all


def test_a_wrong_setting_names_its_variable(jianbao: Jianbao) -> None:
    said = jianbao("settings", delay_s="soon", serve_port="99999")
    assert said.code == 1
    assert "JIANBAO_DELAY_S" in said.all
    assert "JIANBAO_SERVE_PORT" in said.all


def test_settings_are_shown_without_passwords(jianbao: Jianbao) -> None:
    database = "postgresql://jianbao:geheim@127.0.0.1:9/jianbao"
    said = jianbao("settings", proxy="http://leser:auchgeheim@127.0.0.1:3128", database_url=database)
    shown = said.all.replace("\n", "")
    assert "http://leser:**********@127.0.0.1:3128" in shown
    assert "geheim" not in shown
    wrong = jianbao("settings", proxy="leser:auchgeheim@127.0.0.1:3128")
    assert wrong.code == 1
    assert "JIANBAO_PROXY" in wrong.all
    assert "geheim" not in wrong.all


def test_empty_and_huge_pages_are_recorded_and_the_rest_is_kept(
    jianbao: Jianbao, tmp_path: Path, site: Site
) -> None:
    listed = rows(4, 1)
    site.write(listed)
    site.answers[listed[1][0]] = Answer(b"", headers={"Content-Type": "text/html"})
    site.answers[listed[2][0]] = Answer(big=50 * 2**20, headers={"Content-Type": "text/html"})
    site.answers[listed[3][0]] = page("正常的通知")
    folder = str(write_source(tmp_path / "sources", site))
    said = jianbao("run", "--as-of", "2026-03-31T20:00", sources_dir=folder, max_body_mb="2")
    assert said.code == 0
    assert "新文章 2" in said.all
    database = open_database(f"sqlite:///{tmp_path / 'var/jianbao.db'}")
    with database.reading() as session:
        stored = {one.url.removeprefix(site.base): one for one in session.exec(select(Snapshot))}
    database.close()
    assert stored[listed[1][0]].outcome is Outcome.EMPTY
    assert stored[listed[2][0]].error == "longer than the limit of 2 MB"


def test_an_empty_and_a_huge_page_can_be_looked_at(jianbao: Jianbao, tmp_path: Path, site: Site) -> None:
    (tmp_path / "empty.html").write_bytes(b"")
    said = jianbao("clean", "empty.html", "--json")
    assert (said.code, json.loads(said.out)["page"]["kind"]) == (0, "empty")
    site.answers["/huge"] = Answer(big=60 * 2**20, headers={"Content-Type": "text/html"})
    huge = jianbao("clean", f"{site.base}/huge")
    assert huge.code == 1
    assert "longer than the limit of 20 MB" in huge.all


@pytest.mark.parametrize("target", ["http://169.254.169.254/latest/meta-data/", "http://10.1.2.3/"])
def test_a_page_to_be_cleaned_may_not_lead_into_a_private_network(
    jianbao: Jianbao, site: Site, target: str
) -> None:
    site.answers["/page"] = Answer(status=302, headers={"Location": target})
    said = jianbao("clean", f"{site.base}/page")
    assert said.code == 1
    for step in (f"{site.base}/page", target, "is not a public address"):
        assert step in said.all


def test_a_name_that_resolves_to_a_private_address_is_not_cleaned(jianbao: Jianbao, site: Site) -> None:
    name = socket.gethostname()
    try:
        found = socket.gethostbyname(name)
    except OSError:
        pytest.skip("this machine has no name of its own")
    if ipaddress.ip_address(found).is_global:
        pytest.skip("this machine's name is public")
    said = jianbao("clean", f"http://{name}:{site.base.rpartition(':')[2]}/", allow_loopback="false")
    assert said.code == 1
    assert "resolves to an address that is not asked" in said.all
    assert site.asked == []


def test_a_page_is_cleaned_under_the_rules_of_a_crawl(jianbao: Jianbao, site: Site) -> None:
    site.answers["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /closed\n")
    site.answers["/moved"] = Answer(status=301, headers={"Location": "/tzgg/1.html"})
    site.answers["/tzgg/1.html"] = page("关于做好某项工作的通知")
    read = json.loads(jianbao("clean", f"{site.base}/moved", "--json").out)
    assert read["page"]["title"] == "关于做好某项工作的通知"
    assert site.paths() == ["/moved", "/tzgg/1.html"]
    closed = jianbao("clean", f"{site.base}/closed/1.html")
    assert (closed.code, "robots.txt forbids it" in closed.all) == (1, True)
    site.answers["/wall"] = Answer(
        b"<html><script>$_ts={};</script></html>", 412, {"Content-Type": "text/html"}
    )
    wall = jianbao("clean", f"{site.base}/wall")
    assert wall.code == 0
    assert "被拒绝" in wall.all


def test_a_pipe_in_a_bare_locale_gets_whole_lines_of_utf_8(jianbao: Jianbao, tmp_path: Path) -> None:
    html = (
        "<html><head><meta charset=utf-8><title>通知</title></head><body><h1>关于做好某项工作的通知</h1><div>"
    )
    long = "各有关单位要按照职责分工，认真抓好落实，确保各项任务按期完成，并及时报送进展情况。" * 6
    (tmp_path / "page.html").write_text(f"{html}<p>{long}</p><p>{long}</p></div></body></html>", "utf-8")
    for locale in ("C", "POSIX"):
        said = jianbao("clean", "page.html", LANG=locale, LC_ALL=locale)
        assert said.code == 0
        assert long in said.out  # no line is broken where no terminal asks for it
        assert "\x1b[" not in said.out


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command with the words that call it."""
    for name, command in getattr(group, "commands", {}).items():
        yield from commands(command, (*path, name))
    if path and not hasattr(group, "commands"):
        yield path, group


COMMANDS: Mapping[tuple[str, ...], Any] = dict(commands(typer.main.get_command(app)))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_each_command_has_help_and_each_option_too(path: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(app, [*path, "--help"])
    assert shown.exit_code == 0
    assert COMMANDS[path].help
    for parameter in COMMANDS[path].params:
        assert parameter.name == "help" or getattr(parameter, "help", None), f"{path}: {parameter.name}"


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_each_command_is_in_a_readme(path: tuple[str, ...]) -> None:
    readmes = "".join(file.read_text("utf-8") for file in sorted(ROOT.glob("README*.md")))
    assert f"jianbao {' '.join(path)}" in readmes or (path == ("demo",) and "make demo" in readmes)


def test_a_look_ends_with_a_code(jianbao: Jianbao, site: Site, tmp_path: Path) -> None:
    site.write(rows(9, 1))
    fine = jianbao("sources", "check", f"{site.base}/tzgg/index.html", "--json")
    assert (fine.code, json.loads(fine.out)["fine"]) == (0, True)
    wrong = jianbao("sources", "check", f"{site.base}/nothing.html")
    assert (wrong.code, "HTTP 404" in wrong.all) == (1, True)
    for target in ("nosuch", "ftp://host.example/"):
        assert jianbao("sources", "check", target).code == 2
