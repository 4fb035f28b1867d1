"""Invented notices and bulletins, and what copies do to them.  No tests here."""

from __future__ import annotations

TITLE = "青川省卫生健康委关于做好2031年冬季流感防治工作的通知"
NOTICE = """青川省卫生健康委关于做好2031年冬季流感防治工作的通知
青卫疾控函〔2031〕18号
各市(州)卫生健康委,委直属各单位:
入冬以来,我省流感活动水平持续上升,哨点医院门诊流感样病例占比达到7.4%。为做好防治工作,现就有关事项通知如下:
一、加强监测预警。各地要落实每日报告制度,发现聚集性疫情的,应当在2小时内报告,并于24小时内完成流行病学调查。
二、提升救治能力。二级以上综合医院应当开设发热门诊,储备抗病毒药物不少于1500人份,重症床位不少于30张。
三、推进疫苗接种。60岁以上老年人和慢性病患者免费接种一剂流感疫苗,接种工作于2031年12月20日前完成。
四、做好健康宣教。充分利用广播、电视和新媒体,普及戴口罩、勤洗手、常通风等防护知识。
青川省卫生健康委员会
2031年11月5日"""

BULLETIN = (
    "11月5日0时至24时，青川省报告新增流感确诊病例12例，其中安宁市7例、临水市5例。"
    "截至11月5日24时，全省累计报告流感确诊病例318例，治愈出院290例，现有重症病例2例。"
    "目前追踪到密切接触者1046人，尚有87人正在接受医学观察。"
)

NEXT_DAY = (
    "11月6日0时至24时，青川省报告新增流感确诊病例9例，其中安宁市4例、临水市5例。"
    "截至11月6日24时，全省累计报告流感确诊病例327例，治愈出院296例，现有重症病例2例。"
    "目前追踪到密切接触者1102人，尚有91人正在接受医学观察。"
)


def edition(day: int) -> str:
    """A bulletin of the ``day``-th day of a season, on the same form as every other day's."""
    new, all_so_far = day * 7 % 90 + 1, 300 + day * day
    return (
        f"第{day}日0时至24时，青川省报告新增流感确诊病例{new}例，其中安宁市{new // 2}例、临水市{new - new // 2}例。\n"
        f"截至当日24时，全省累计报告流感确诊病例{all_so_far}例，治愈出院{all_so_far - day}例。\n"
        "省疾控中心提醒广大市民注意个人防护，出现发热症状的及时就近到发热门诊就诊。\n"
        f"目前追踪到密切接触者{900 + day * 31}人，尚有{day * 13 % 70 + 2}人正在接受医学观察。"
    )


def paragraphs(text: str) -> list[str]:
    return text.split("\n")


def stamped(text: str, mark: str) -> str:
    """The text with a site's mark at the end of each paragraph."""
    return "\n".join(line + mark for line in paragraphs(text))


def framed(text: str) -> str:
    """The text on a page: navigation before, counters, buttons and other articles after it."""
    before = ["首页 要闻 政策 健康", "当前位置:首页>要闻>正文", "2031-11-06 08:15 来源:某某健康网 观看:20931"]
    after = [
        "责任编辑:李小明",
        "声明:本网转载此文仅为传递更多信息,不代表本网观点。",
        "上一篇:安宁市新建三所社区医院",
        "为你推荐",
        "临水市启动全民健身月活动 11-03",
        "省中医院开设夜间门诊...",
    ]
    return "\n".join([*before, text, *after])
