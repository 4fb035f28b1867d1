"""Names of organs, parted where the page lost the blank and kept whole where they only look like two."""

import pytest

from cleaners.policies.layout import fold
from cleaners.policies.organs import is_organ, split_organs


@pytest.mark.parametrize(
    ("line", "organs"),
    [
        ("白水市卫生健康委员会 白水市财政局", ["白水市卫生健康委员会", "白水市财政局"]),
        ("白水市住房和城乡建设局白水市财政局", ["白水市住房和城乡建设局", "白水市财政局"]),
        ("住房城乡建设局财政局", ["住房城乡建设局", "财政局"]),
        ("财政部税务总局住房城乡建设部", ["财政部", "税务总局", "住房城乡建设部"]),
        ("国家税务总局白水市税务局", ["国家税务总局白水市税务局"]),
        (
            "中国人民银行白水市分行国家金融监督管理总局白水监管分局",
            ["中国人民银行白水市分行", "国家金融监督管理总局白水监管分局"],
        ),
        ("白水市人民政府国有资产监督管理委员会", ["白水市人民政府国有资产监督管理委员会"]),
        ("海关总署 国家移民管理局", ["海关总署", "国家移民管理局"]),
        ("国家卫生健康委员会办公厅", ["国家卫生健康委员会办公厅"]),
        ("证监会 国资委 全国工商联", ["证监会", "国资委", "全国工商联"]),
        ("财 政 部", ["财政部"]),
        ("白水市促进消费联席会议（代章）", ["白水市促进消费联席会议"]),
    ],
)
def test_split_organs(line: str, organs: list[str]) -> None:
    assert split_organs(fold(line)) == organs


@pytest.mark.parametrize(
    "line",
    [
        "请遵照执行",
        "附件：名单",
        "本通知由市卫生健康委负责解释",
        "来源：市财政局",
        "湖边的小院",
        "2031年3月5日",
    ],
)
def test_what_names_no_organ(line: str) -> None:
    assert split_organs(line) == []
    assert not is_organ(line)
