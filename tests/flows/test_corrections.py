"""What a person writes to correct something: which page is meant, which values are good, what the answer says."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.correct import CorrectionChoice
from flows.corrections import KINDS, make_correction, said_of
from flows.errors import CorrectionError
from flows.watch import Watch, open_watch
from models import CorrectionKind as Kind
from tests.flows.sample import sample_settings
from tests.flows.stages.pages import NOW, NUMBER, html, notice, store
from tests.flows.stages.recognised import COPY, NHC, PORTAL, run


def opened(home: Path) -> Watch:
    settings = sample_settings(home)
    settings.sources_dir.mkdir()
    with open_watch(settings) as watch:
        store(watch.database, NHC, notice())
        store(watch.database, COPY, notice(published="2025-02-19 18:00"), source_id="gihot")
        news = html("基层诊疗服务提升行动进展顺利", ["记者获悉，行动进展顺利。", "据介绍，成效明显。"])
        store(watch.database, PORTAL, news, source_id="portal")
        run(watch.database)
        return watch


@pytest.mark.parametrize(
    "target", [NHC, NUMBER, "国卫办医函[2025] 第041 号", "基层诊疗服务提升行动的通知", "P1", "A1"]
)
def test_the_answer_says_what_changed(tmp_path: Path, target: str) -> None:
    watch = opened(tmp_path)
    values = {Kind.NUMBER: "国卫办医函〔2025 〕 42 号", Kind.WRITTEN_ON: "2025年2月14日"}
    lines = said_of(make_correction(watch, target, values, by="王", why="页面抄错", as_of=NOW))
    assert lines[0] == f"更正 1（发文字号：国卫办医函〔2025〕42号）：{NHC}"
    assert f"{NHC}：文号 {NUMBER} → 国卫办医函〔2025〕42号；成文 2025-02-13 → 2025-02-14" in lines
    watch.database.close()


@pytest.mark.parametrize(
    ("target", "values", "said"),
    [
        ("https://nowhere.example/", {Kind.NUMBER: NUMBER}, "没有收录"),
        ("国卫办医函〔2025〕7号", {Kind.NUMBER: NUMBER}, "没有收录"),
        ("P77", {Kind.NUMBER: NUMBER}, "没有编号"),
        (NHC, {}, "没有说明更正什么"),
        (NHC, {Kind.NUMBER: "四十一号"}, "不像发文字号"),
        (NHC, {Kind.NUMBER: " "}, "确实没有则写“无”"),
        (NHC, {Kind.WRITTEN_ON: "昨天"}, "请写 2025-02-13"),
        (NHC, {Kind.WRITTEN_ON: "2035-02-13"}, "还没有到"),
        (NHC, {Kind.TITLE: "题" * 301}, "超过 300"),
        (NHC, {Kind.NOT_A_POLICY: "policy_document"}, "可用："),
        (NHC, {Kind.NOT_A_POLICY: "", Kind.IS_A_POLICY: ""}, "只能选一个"),
        (NHC, {Kind.SAME_AS: NUMBER}, "无需更正"),
        (NHC, {Kind.SAME_AS: PORTAL}, "没有识别为政策文件"),
        (PORTAL, {Kind.NUMBER: NUMBER}, "--policy"),
    ],
)
def test_bad_input_says_what_to_write(
    tmp_path: Path, target: str, values: dict[Kind, str], said: str
) -> None:
    watch = opened(tmp_path)
    with pytest.raises(CorrectionError, match=said):
        make_correction(watch, target, values, by="王", why="核对", as_of=NOW)
    watch.database.close()


def test_a_reason_is_asked_for(tmp_path: Path) -> None:
    watch = opened(tmp_path)
    with pytest.raises(CorrectionError, match="理由"):
        make_correction(watch, NHC, {Kind.NUMBER: NUMBER}, by="王", why=" ", as_of=NOW)
    watch.database.close()


def test_the_form_offers_every_kind_in_chinese() -> None:
    assert [one.value for one in CorrectionChoice] == [*KINDS.values(), "撤销以前的更正"]
