"""The door ``recognise`` on whole pages."""

from datetime import date

import pytest

from cleaners import Label, Status, recognise


def test_a_notice_gives_all_its_facts(notice: str) -> None:
    answer = recognise("白水：基层医生要多起来了！", notice)
    assert answer.label is Label.POLICY_DOCUMENT
    document = answer.document
    assert document is not None
    assert document.number == "白卫办发〔2031〕7号"
    assert document.issuers == ["白水市卫生健康委员会", "白水市财政局", "国家金融监督管理总局白水监管分局"]
    assert (
        document.title
        == "白水市卫生健康委员会等三部门关于印发白水市基层服务提升行动方案（2031—2033年）的通知"
    )
    assert document.named_title == "白水市基层服务提升行动方案(2031—2033年)"
    assert document.kind == "通知"
    assert document.addressees == "各区人民政府，市直各有关单位，各（县）医院"
    assert (document.written_on, document.effective_on, document.expires_on) == (
        date(2031, 3, 5),
        date(2031, 4, 1),
        date(2033, 12, 31),
    )
    assert document.status is Status.IN_FORCE
    assert answer.numbers == ["白卫办发〔2031〕7号", "白政发〔2030〕9号", "白卫发〔2028〕3号"]
    assert answer.cited == [
        "白水市基层服务提升行动方案（2031—2033年）",
        "白水省健康条例",
        "关于加强基层工作的意见",
        "白水市基层服务工作方案",
    ]
    assert {"own number in the head", "addressee line", "organ over a date"} <= {
        r.rule for r in answer.reasons
    }
    assert all(r.evidence for r in answer.reasons)


def test_the_same_notice_under_a_watermark_on_every_line(notice: str) -> None:
    marked = "\n".join(f"{line}Q7每日资讯网——天天看新鲜事example.com" for line in notice.strip().split("\n"))
    answer = recognise("好消息，基层医生要多起来了", marked)
    assert answer.label is Label.POLICY_DOCUMENT
    assert answer.document is not None
    assert answer.document.number == "白卫办发〔2031〕7号"
    assert answer.document.written_on == date(2031, 3, 5)
    assert len(answer.document.issuers) == 3


def test_the_same_notice_in_one_line() -> None:
    text = (
        "白水市卫生健康委员会关于加强夜间门诊服务的通知 白卫函〔2031〕12号 各区卫生健康局，市直各医院： "
        "为方便群众就医，现就有关事项通知如下。各医院应于5月底前开设夜间门诊。 白水市卫生健康委员会 2031年2月3日"
    )
    document = recognise("", text).document
    assert document is not None
    assert document.title == "白水市卫生健康委员会关于加强夜间门诊服务的通知"
    assert document.number == "白卫函〔2031〕12号"
    assert document.addressees == "各区卫生健康局，市直各医院"
    assert document.issuers == ["白水市卫生健康委员会"]
    assert document.written_on == date(2031, 2, 3)


def test_an_old_document_on_a_fresh_page_keeps_its_own_date() -> None:
    text = (
        "发布时间：2031-06-01 09:30 来源：白水市档案馆\n白水市人民政府关于防治地方病的决定\n白政发〔1987〕4号\n"
        "各区人民政府：\n为防治地方病，特作如下决定。\n白水市人民政府\n一九八七年十月二十九日\n"
    )
    document = recognise("白水市人民政府关于防治地方病的决定", text, card={"发布日期": "2031-06-01"}).document
    assert document is not None
    assert document.written_on == date(1987, 10, 29)
    assert document.number == "白政发〔1987〕4号"


def test_a_corrected_reissue_has_the_number_of_the_first_print(notice: str) -> None:
    corrected = notice.replace("2名全科医生", "3名全科医生").replace(
        "〔2031〕7号\n", "[2031]第 07 号（更正）\n"
    )
    first, second = recognise("", notice).document, recognise("", corrected).document
    assert first is not None
    assert second is not None
    assert first.number == second.number


def test_a_number_read_from_an_image_with_blanks(notice: str) -> None:
    document = recognise("", notice.replace("白卫办发〔2031〕7号", "白 卫 办 发 〔 2 0 3 1 〕 7 号")).document
    assert document is not None
    assert document.number == "白卫办发〔2031〕7号"


def test_forty_cited_numbers_and_none_of_its_own() -> None:
    cited = "\n".join(
        f"{n}.《白水市第{n}项管理办法》（白卫发〔20{10 + n % 20}〕{n}号）；" for n in range(1, 41)
    )
    text = (
        "关于公布继续有效文件的通知\n各有关单位：\n根据《白水市文件清理办法》（白政办〔2030〕1号）要求，现将继续有效的文件通知如下：\n"
        f"{cited}\n白水市卫生健康委员会\n2031年5月6日\n"
    )
    answer = recognise("关于公布继续有效文件的通知", text)
    assert answer.document is not None
    assert answer.document.number is None
    assert len(answer.numbers) == 41


@pytest.mark.parametrize(
    "text",
    [
        "本报讯（记者 某某）近日，白水市卫生健康委等三部门联合印发《关于加强夜间门诊服务的通知》。"
        "《通知》明确，各医院要开设夜间门诊。市卫生健康委有关负责人表示，此举将方便群众。" * 3,
        "据市卫生健康委消息，《关于加强夜间门诊服务的通知》5月1日发布。通知提出，到年底前全市开设40个夜间门诊。"
        "具体来看，一是增加号源；二是延长时间。" * 4,
    ],
)
def test_a_report_of_a_notice_is_no_document(text: str) -> None:
    answer = recognise("关于加强夜间门诊服务的通知", text)
    assert answer.label is Label.NEWS
    assert answer.document is None
    assert answer.commitments == []


def test_an_order_signed_by_a_person_is_issued_by_its_organ() -> None:
    text = (
        "白水市人民政府令\n第46号\n《白水市控烟办法》已经市政府常务会议通过，现予公布，自2031年7月1日起施行。\n"
        "市长　某大明\n2031年5月20日\n"
        "白水市控烟办法\n第一条 为了控烟，制定本办法。\n第二条 本办法自2031年7月1日起施行。\n"
    )
    document = recognise("白水市控烟办法", text).document
    assert document is not None
    assert document.issuers == ["白水市人民政府"]
    assert document.number == "白水市人民政府令第46号"
    assert (document.written_on, document.effective_on) == (date(2031, 5, 20), date(2031, 7, 1))
    assert document.kind == "办法"


def test_the_card_fills_what_a_scan_does_not_say() -> None:
    card = {
        "索 引 号": "11440100/2031-00001",
        "发文机关：": "白水市卫生健康委员会",
        "发文字号": "白卫规字〔2031〕2 号",
        "成文日期": "2031-01-08",
        "失效日期": "2036年01月08日",
        "有效性": "已废止",
    }
    document = recognise("关于印发白水市院前急救管理办法的通知", "", card=card).document
    assert document is not None
    assert document.number == "白卫规字〔2031〕2号"
    assert document.issuers == ["白水市卫生健康委员会"]
    assert (document.written_on, document.expires_on) == (date(2031, 1, 8), date(2036, 1, 8))
    assert document.status is Status.ABOLISHED
    assert document.named_title == "白水市院前急救管理办法"


def test_a_draft_is_a_draft_whatever_its_form() -> None:
    text = (
        "为规范居民健康积分，市卫生健康委起草了《白水市居民健康积分管理办法（征求意见稿）》，现公开征求社会公众意见。"
        "有关单位可在2031年11月19日前反馈。\n白水市卫生健康委员会\n2031年10月19日"
    )
    untitled = recognise("", text)
    assert untitled.label is Label.DRAFT_FOR_COMMENT
    assert untitled.document is not None
    assert untitled.document.status is Status.DRAFT


def test_unified_local_numbers_are_not_the_documents_own() -> None:
    text = "GZ0320310043\n关于加强急救工作的通知\n各有关单位：\n现就有关事项通知如下。\n"
    text += "白水市卫生健康委员会\n2031年3月1日"
    document = recognise("关于加强急救工作的通知", text).document
    assert document is not None
    assert document.number is None


@pytest.mark.parametrize(
    "text", ["", " \n\u200b\n", "《《《", "令", "：：：", "〔2031〕", "\x00\x01", "公告" * 2000]
)
def test_any_text_is_answered(text: str) -> None:
    assert recognise("", text).label in Label
    assert recognise("关于印发《", text, card={"文号": ""}).label in Label


_ORDERED = "各区卫生健康局：\n现将《白水市职业健康行动方案》印发给你们，请认真贯彻执行。\n"


def test_a_number_at_the_end_is_the_documents_own() -> None:
    text = _ORDERED + "白水市卫生健康委员会\n二〇三〇年十二月三十一日\n白卫发〔2030〕56号\n（此件公开发布）"
    document = recognise("关于印发职业健康行动方案的通知", text).document
    assert document is not None
    assert document.number == "白卫发〔2030〕56号"
    assert document.written_on == date(2030, 12, 31)


def test_the_number_below_a_notice_that_passes_another_on_is_the_others() -> None:
    passed = "白卫发〔2030〕40号\n白水省卫生健康委员会关于印发行动方案的通知\n各市卫生健康委：\n现予印发。"
    text = _ORDERED + "白水市卫生健康委员会\n2031年1月8日\n" + passed
    document = recognise("转发省卫生健康委行动方案的通知", text).document
    assert document is not None
    assert document.number is None


@pytest.mark.parametrize(
    "signature",
    [
        "2031年8月15日\n白水省医疗保障局 白水省财政厅\n国家税务总局白水省税务局",
        "白水省医疗保障局　　　白水省财政厅\n（盖章）　　　（盖章）\n国家税务总局白水省税务局（盖章）\n2031年8月15日",
    ],
    ids=["date above the organs", "notes of seals between the organs"],
)
def test_signatures_that_are_printed_otherwise(signature: str) -> None:
    document = recognise("关于做好参保工作的通知", _ORDERED + signature).document
    assert document is not None
    assert document.issuers == ["白水省医疗保障局", "白水省财政厅", "国家税务总局白水省税务局"]
    assert document.written_on == date(2031, 8, 15)


def test_an_announcement_with_its_serial_behind_the_title() -> None:
    title = "国家药监局关于发布夜间用药技术要求的公告（2031年第45号）"
    body = "为规范夜间用药，制定了《夜间用药技术要求》，现予发布，自2031年7月1日起施行。"
    text = f"{title}\n{body}\n国家药监局\n2031年5月6日"
    document = recognise(title.split("（")[0], text).document
    assert document is not None
    assert document.number == "国家药监局公告2031年第45号"
    assert document.effective_on == date(2031, 7, 1)


def test_a_serial_under_the_head_of_a_general_announcement() -> None:
    text = (
        "白水省卫生健康委员会通告\n〔2031〕第3号\n现将审查情况通告如下。\n白水省卫生健康委员会\n2031年4月10日"
    )
    document = recognise("白水省卫生健康委员会通告", text).document
    assert document is not None
    assert document.number == "2031年第3号"
