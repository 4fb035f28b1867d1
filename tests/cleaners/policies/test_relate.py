"""Editions, gazette prints and pages about a policy, from titles alone."""

import pytest

from cleaners import relate_titles
from cleaners.policies.editions import series_key


@pytest.mark.parametrize(
    ("earlier", "later", "relation"),
    [
        (
            "白水省卫生健康委 白水省财政厅关于印发《夜间门诊规范》的通知",
            "关于印发《夜间门诊规范》的通 知　　夜间门诊规范",
            "same_policy",
        ),
        ("省卫生健康委关于做好2031年血透工作的通知", "关于做好2032年血透工作的通知", "next_edition"),
        ("关于印发流感防控方案（第三版）的通知", "关于印发流感防控方案（第四版）的通知", "next_edition"),
        ("关于印发《流感防控指南》的通知", "关于印发《流感防控指南（第二版）》的通知", "next_edition"),
        ("关于加强夜间门诊服务的指导意见", "《关于加强夜间门诊服务的指导意见》解读", "explains_or_reports"),
        (
            "省政府关于加强夜间门诊服务的指导意见",
            "《关于加强夜间门诊服务的指导意见》提出20项举措",
            "explains_or_reports",
        ),
        ("关于加强夜间门诊服务的指导意见", "关于加强日间手术服务的指导意见", "different"),
        (
            "关于加强夜间门诊服务的意见",
            "关于做好《关于加强夜间门诊服务的意见》贯彻落实工作的通知",
            "different",
        ),
        ("", "", "different"),
    ],
)
def test_relate_titles(earlier: str, later: str, relation: str) -> None:
    assert relate_titles(earlier, later) == relation


def test_series_key_leaves_out_year_version_issuer_and_kind() -> None:
    keys = {
        series_key("白水省卫生健康委关于印发2031年纠正不正之风工作要点的通知"),
        series_key("关于印发《2032年纠正不正之风工作要点》的通知"),
        series_key("2033年纠正不正之风工作要点"),
    }
    assert len(keys) == 1
    assert "203" not in keys.pop()
