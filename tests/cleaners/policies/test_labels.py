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
        # what is in force under its own name, or with a serial behind its kind
        ("夜间用药禁止清单（第二版）", "policy_document"),
        ("健康白水行动（2031—2035年）", "policy_document"),
        ("白水市卫生健康委员会行政处罚裁量权基准", "policy_document"),
        ("白水省市场监督管理局食品监督抽检信息公告（2031年第20期）", "policy_document"),
        ("白水省药监局关于28批次化妆品抽检情况的通告〔2031年 第15号〕", "policy_document"),
        (
            "《白水省急救条例》（2031年7月31日白水省第十届人民代表大会常务委员会第二次会议通过）",
            "policy_document",
        ),
        ("国家卫生健康委员会令第12号 医疗机构执业登记管理办法", "policy_document"),
        # words of other sorts inside a policy's subject
        ("白水省卫生健康委关于印发政策解读工作办法的通知", "policy_document"),
        ("白水省卫生健康委新闻发布工作规定", "policy_document"),
        ("白水市卫生健康系统信访工作规范", "policy_document"),
        ("关于严肃规范化培训招收纪律的紧急通知", "policy_document"),
        ("药品联合采购办公室关于发布《药品集中采购文件》的公告", "policy_document"),
        ("关于公布收费公示牌样式的通知", "policy_document"),
        # the column in brackets says what the page is
        ("【政策解读】关于提升基层儿科能力的实施方案", "interpretation"),
        ("【征求意见】白水省医疗机构设置规划（2031—2035年）", "draft_for_comment"),
        ("关于《白水省献血条例（修订草案）》立法意见征集的公告", "draft_for_comment"),
        ("白水市传染病疫情周报（第31周）", "epidemic_bulletin"),
        ("急性呼吸道传染病哨点监测情况（2031年第32周）", "epidemic_bulletin"),
        ("我省新增3家区域医疗中心", "news"),
        ("白水：2031年新增托位5万个", "news"),
        ("白水省卫生健康委关于同意赵某辞去副院长职务的批复", "personnel_recruitment"),
        ("健康体检中心设备租赁项目比价公告", "procurement_tender"),
        ("2031年绩效评价第三方机构遴选公告", "procurement_tender"),
        ("白水市卫生健康委关于吊销某门诊部《医疗机构执业许可证》的公告", "license_publicity"),
        ("对省政协第00256号提案的协办意见", "reply_to_proposal"),
        ("关于“关于加快推进托育服务的提案”的答复", "reply_to_proposal"),
        ("全市犬伤处置门诊一览表", "other"),
        ("我委政府信息公开指南", "other"),
        ("网传“隔夜水致癌”是真的吗", "other"),
    ],
)
def test_title_alone(title: str, label: str) -> None:
    answer = recognise(title)
    assert answer.label == label
    assert answer.reasons[0].rule
