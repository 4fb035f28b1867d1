"""Source files are read strictly, and a message says what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawlers.errors import RegistryError, UnknownSourceError
from crawlers.registry import load_registry, page_hints
from crawlers.source import Trust

GOOD = """\
id: yunling
name: 云岭省卫生健康委员会
level: provincial
home: https://wjw.example.gov.cn/
family: static_list
columns:
  - {name: 通知公告, url: https://wjw.example.gov.cn/zwgk/tzgg/index.html}
hints: {body: "#zoom"}
access: {note: plain client works, seen: 2026-11}
"""


def folder_of(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    return tmp_path


def test_a_good_file(tmp_path: Path) -> None:
    registry = load_registry(folder_of(tmp_path, yunling=GOOD))
    source = registry.get("yunling")
    assert [s.id for s in registry] == ["yunling"]
    assert source.level.official
    assert source.trusted_as is Trust.OFFICIAL
    assert source.access.seen == "2026-11"
    assert page_hints(source) == {"body": "#zoom"}
    assert registry.of_url("https://wjw.example.gov.cn/x/y.html") is source
    assert registry.of_url("https://elsewhere.example.cn/x/y.html") is None


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("hints:", "hint:", "unknown key 'hint'; did you mean 'hints'?"),
        ("body:", "bodie:", "unknown key 'hints.bodie'; did you mean 'body'?"),
        ("{name: 通知公告, url:", "{name: 通知公告, ulr:", "did you mean 'url'?"),
        ("provincial", "provinzial", "did you mean 'provincial'?"),
        ("static_list", "statik_list", "did you mean 'static_list'?"),
        ("id: yunling", "id: yunlin", "it must be the file's name, 'yunling'"),
        ("https://wjw.example.gov.cn/\n", "wjw.example.gov.cn\n", "is not an http(s) address"),
        ("seen: 2026-11", "seen: last week", "access.seen"),
        ("name: 云岭省卫生健康委员会\n", "", "'name' is missing"),
        ("family: static_list", "family: json_list", "a json_list needs `fields`"),
        ("family:", "name: 又一个\nfamily:", "'name' stands twice"),
        ("hints: {body", "hints: [body", "is not YAML in line"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, before: str, after: str, said: str) -> None:
    assert before in GOOD
    with pytest.raises(RegistryError) as caught:
        load_registry(folder_of(tmp_path, yunling=GOOD.replace(before, after, 1)))
    assert "yunling.yaml" in str(caught.value)
    assert said in str(caught.value)


def test_files_that_are_no_sources(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="no such folder"):
        load_registry(tmp_path / "nowhere")
    with pytest.raises(RegistryError, match="holds no source"):
        load_registry(folder_of(tmp_path, empty=""))
    (tmp_path / "empty.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RegistryError, match="cannot be read"):
        load_registry(tmp_path)


def test_an_unknown_id_names_the_nearest(tmp_path: Path) -> None:
    registry = load_registry(folder_of(tmp_path, yunling=GOOD))
    with pytest.raises(UnknownSourceError, match="did you mean yunling"):
        registry.choose(["yunlin"])


def test_paused_sources_are_not_visited(tmp_path: Path) -> None:
    registry = load_registry(folder_of(tmp_path, yunling=GOOD + "paused: 站点改版中\n"))
    assert registry.choose() == []
    assert [s.id for s in registry.choose(["yunling"])] == ["yunling"]
