"""What is signed like a document and is no policy, and what at second hand cannot be told from a report."""

from __future__ import annotations

from cleaners import recognise
from flows.stages.reading import is_told_apart

REPLY = """云卫议函〔2026〕15号
王小明委员：
您提出的《关于加强社区护理服务的提案》（第0318号）收悉。经研究，现答复如下：
一、我委将社区护理纳入年度培训计划。
二、今后将继续完善相关政策。
感谢您对卫生健康工作的关心和支持。
云岭省卫生健康委员会
2026年5月12日"""
NOTICE = """云卫医函〔2026〕16号
各市、州卫生健康委：
为加强社区护理服务，现将有关事项通知如下：
一、各地应于6月底前制定实施方案。
云岭省卫生健康委员会
2026年5月12日"""


def test_an_answer_to_one_proposal_is_no_policy() -> None:
    said = recognise("对省政协十三届四次会议第0318号提案的答复", REPLY)
    assert not is_told_apart(said, is_official=True)


def test_a_notice_is() -> None:
    said = recognise("云岭省卫生健康委关于加强社区护理服务的通知", NOTICE)
    assert is_told_apart(said, is_official=True)
    assert is_told_apart(said, is_official=False)
