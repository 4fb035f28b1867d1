"""Which earlier documents a text ends or changes; every sentence is invented."""

from datetime import date

import pytest

from cleaners import EffectKind, recognise
from cleaners.policies.repeals import find_effects

ENDS, CHANGES = EffectKind.ABOLISHES, EffectKind.AMENDS


def found(text, title="", **known):
    return [(one.kind, one.title or one.number) for one in find_effects(text, title, **known)]


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("《泽源市托育机构管理暂行办法》（泽卫发〔2016〕12号）同时废止。", ["泽源市托育机构管理暂行办法"]),
        (
            "原省卫生厅《职业病报告办法》（云卫防〔1998〕7号）和省安监局《职业病危害申报办法》相应废止。",
            ["职业病报告办法", "职业病危害申报办法"],
        ),
        (
            "决定废止《关于乡村医生培训的通知》《关于卫生室建设的意见》等2件文件。",
            ["关于乡村医生培训的通知", "关于卫生室建设的意见"],
        ),
        (
            "根据《传染病防治法》，《消毒产品备案管理办法》自2024年1月1日起停止执行。",
            ["消毒产品备案管理办法"],
        ),
        ("泽卫医发〔2015〕8号文件同时废止。", ["泽卫医发〔2015〕8号"]),
        (
            "现宣布《关于开展合作医疗试点的通知》（沁卫农发〔2005〕3号）等文件失效。",
            ["关于开展合作医疗试点的通知"],
        ),
        (
            "我委对2018年印发的《医疗质量考核方案》进行了修订，现印发给你们。原方案同时废止。",
            ["医疗质量考核方案"],
        ),
        (
            "决定对以下文件予以废止：\n1.《社区卫生服务站建设标准》（泽卫〔2006〕9号）\n2.《关于做好手足口病防治的通知》",
            ["社区卫生服务站建设标准", "关于做好手足口病防治的通知"],
        ),
        (
            (
                "继续有效的文件目录\n1\t关于加强院感防控的通知\t泽卫发〔2020〕1号\n"
                "废止的规范性文件目录\n1\t关于印发村医补助办法的通知\t泽卫发〔2011〕2号"
            ),
            ["关于印发村医补助办法的通知"],
        ),
    ],
)
def test_what_ends(text, ended):
    assert found(text) == [(ENDS, name) for name in ended]


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("决定对《公共场所卫生管理细则》作如下修改：", "公共场所卫生管理细则"),
        ("《泽源市医院考核办法》第五条、第七条同时废止。", "泽源市医院考核办法"),
        (
            "将《关于医疗机构审批的若干规定》（泽卫发〔2019〕5号）第二条中的“20日”修改为“10日”。",
            "关于医疗机构审批的若干规定",
        ),
        ("《关于规范义诊活动的通知》中有关报备的规定不再执行。", "关于规范义诊活动的通知"),
    ],
)
def test_what_changes(text, changed):
    assert found(text) == [(CHANGES, changed)]


@pytest.mark.parametrize(
    "text",
    [
        "此前有关规定与本通知不一致的，以本通知为准。",
        "本通知有效期5年，期满自动失效。",
        "2012年印发的《某市暂行规定》已于2020年废止，各地不得再作为依据。",
        "《执业医师法》已被《医师法》取代，自2022年3月1日起废止。",
        "凡与《传染病防治法》相抵触的文件一律废止。",
        "《某市家庭医生签约办法》有效期延长至2026年12月31日。",
        "在《甲地合作安排》下，企业不再执行《企业管理规定》中关于范围的要求。",
        "《洁净手术部建设规范》，该规范自2024年10月1日起施行，旧标准同时废止。",
        "违反《放射诊疗管理规定》的，责令停止执行放射诊疗活动。",
        "问：《某条例》废止后怎么办？",
    ],
)
def test_what_is_told_of_others_or_of_itself_is_no_effect(text):
    assert found(text) == []


def test_a_document_does_not_end_itself_and_each_other_once():
    text = "《沁河市救护车管理细则》即行废止。\n《沁河市救护车管理细则》第三条修改为“……”。"
    assert found(text) == [(ENDS, "沁河市救护车管理细则")]
    assert found(text, "沁河市救护车管理细则") == []


def test_the_day_is_that_of_the_sentence_or_else_the_documents():
    text = "2010年8月3日印发的《甲市母婴保健许可办法》同时废止。\n《乙市母婴保健许可办法》自2025年3月1日起停止执行。"
    assert [one.on for one in find_effects(text, effective_on=date(2025, 2, 1))] == [
        date(2025, 2, 1),
        date(2025, 3, 1),
    ]


def test_a_report_of_it_has_no_effect():
    notice = (
        "各县卫生健康局：\n现将《泽源市急救站点管理办法》印发给你们，请遵照执行。\n"
        "本办法自2025年5月1日起施行，《泽源市急救站点设置规定》同时废止。\n泽源市卫生健康委员会\n2025年3月2日"
    )
    said = recognise("关于印发泽源市急救站点管理办法的通知", notice)
    assert [(one.title, one.on) for one in said.effects] == [("泽源市急救站点设置规定", date(2025, 5, 1))]
    news = "记者3月3日从市卫生健康委获悉，新办法5月1日起施行，《泽源市急救站点设置规定》同时废止。市民可拨打热线咨询。"
    assert recognise("泽源市急救站点有了新办法", news).effects == []


@pytest.mark.parametrize(
    "text", ["《" * 5000, "《甲办法》、" * 4000, "废止" * 20000, "《甲" + "、" * 9000 + "办法》废止"]
)
def test_hostile_text_is_read_quickly(text):
    find_effects(text)
