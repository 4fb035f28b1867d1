"""What titles say: the ten labels, with the wordings that point the other way."""

import pytest

from cleaners import recognise


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("白水市卫生健康委员会关于印发夜间门诊工作规范的通知", "policy_document"),
        ("白水省人民政府令（第46号）", "policy_document"),
        ("白水市控烟办法", "policy_document"),
        ("省卫生健康委关于做好药品集中带量采购工作的通知", "policy_document"),
        ("关于做好血浆捐献招募动员服务工作的通知", "policy_document"),
        ("中共中央办公厅 国务院办公厅印发《关于加强健康服务的意见》", "policy_document"),
        ("重磅!【白水市】《关于优化夜间门诊服务的若干措施》", "policy_document"),
        ("关于加强夜间门诊服务的通 知", "policy_document"),
        ("关于公开征求《白水市控烟办法（征求意见稿）》意见的公告", "draft_for_comment"),
        ("《白水市控烟办法》政策解读", "interpretation"),
        ("省卫生健康委有关负责人就夜间门诊新规答记者问", "interpretation"),
        ("一图读懂白水市控烟办法", "interpretation"),
        ("三部门联合印发《关于加强健康服务的意见》", "news"),
        ("《关于加强健康服务的意见》提出20项举措 看病更方便", "news"),
        ("全省卫生健康工作会议在白水召开", "news"),
        ("白水省4月7日新增确诊病例12例，治愈出院3例", "epidemic_bulletin"),
        ("2031年6月全省法定传染病疫情概况", "epidemic_bulletin"),
        ("白水市中心医院2031年公开招聘工作人员公告", "personnel_recruitment"),
        ("白水市卫生健康委员会直属单位拟聘用人员公示", "personnel_recruitment"),
        ("白水市中心医院核磁共振设备采购项目公开招标公告", "procurement_tender"),
        ("白水市中心医院门诊楼装修工程项目结果公示", "procurement_tender"),
        ("关于2031年医疗机构评审结果的公示", "license_publicity"),
        ("关于拟推荐健康县区名单的公示", "license_publicity"),
        ("关于市政协第十届三次会议第0123号提案答复的函", "reply_to_proposal"),
        ("对省人大第456号建议的答复", "reply_to_proposal"),
        ("喝醋可以预防流感？", "other"),
        ("怎么申领社会保障卡？", "other"),
    ],
)
def test_title_alone(title: str, label: str) -> None:
    answer = recognise(title)
    assert answer.label == label
    assert answer.reasons[0].rule
