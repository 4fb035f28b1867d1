"""The end of a draft's comment period; every sentence is invented."""

from datetime import date

import pytest

from cleaners import recognise
from cleaners.policies.comment_period import read_comment_period

WRITTEN = date(2024, 6, 20)


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("意见反馈时间为2024年6月20日至7月20日，电子邮箱：a@example.cn。", date(2024, 7, 20)),
        ("征求意见时间：2024年12月20日至2025年1月19日。", date(2025, 1, 19)),
        ("请于2024年7月20日前将意见反馈至我委。", date(2024, 7, 20)),
        ("请于7月5日17:00前将修改意见发送至邮箱。", date(2024, 7, 5)),
        ("意见反馈截止时间为2024年7月19日。", date(2024, 7, 19)),
        ("公开征求意见截止日期：2024年7月18日", date(2024, 7, 18)),
        ("现向社会公开征求意见，征求意见期限为30天。", date(2024, 7, 20)),
        ("自本公告发布之日起15日内反馈意见。", date(2024, 7, 5)),
        ("有关单位和各界人士可在2024年7月25日之前提出意见。", date(2024, 7, 25)),
        ("请于1月10日前反馈意见。", date(2025, 1, 10)),
        ("征求意见期限为20个工作日。", None),
        ("2024年6月20日，我委召开会议听取意见。", None),
        ("本办法自2024年9月1日起施行，请提出意见。", None),
        ("欢迎提出宝贵意见。", None),
        ("请于2024年2月31日前反馈意见。", None),
        ("反馈时间为2004年6月20日至7月20日。", None),
    ],
)
def test_until_when(text, until):
    found = read_comment_period(f"泽源市卫生健康委员会\n{text}\n联系电话：0730-8000000", WRITTEN)
    assert (found.until if found else None) == until


def test_a_draft_says_until_when_and_reminds_of_it():
    text = (
        "为规范院前急救服务，我委起草了《泽源市院前急救服务规范（征求意见稿）》，现向社会公开征求意见。\n"
        "意见反馈时间为2024年6月20日至7月20日，电子邮箱：a@example.cn。\n泽源市卫生健康委员会\n2024年6月20日"
    )
    said = recognise("关于公开征求《泽源市院前急救服务规范（征求意见稿）》意见的公告", text)
    assert said.document.comments_until == date(2024, 7, 20)
    assert [(one.deadline, one.what) for one in said.commitments] == [(date(2024, 7, 20), "反馈意见")]
    notice = recognise(
        "关于做好院前急救服务的通知", "各县卫生健康局：\n" + text.replace("征求意见稿", "试行")
    )
    assert notice.document is None or notice.document.comments_until is None
