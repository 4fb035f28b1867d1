import pytest

from cleaners import CleanPage, PageKind, SiteProfile, clean_page
from cleaners.pages.profiles import cut_profile, learn_profile
from cleaners.pages.removals import Ledger
from tests.cleaners.pages.written import PARAGRAPHS, article, page

SLOGAN = "云岭在线提醒您注意甄别"


def pages(count: int) -> list[CleanPage]:
    return [
        CleanPage(
            PageKind.ARTICLE,
            text=f"云岭在线记者报道 第{n}次义诊在第{n}村举行，看了{n}人。\n村民说这样很好。\n{SLOGAN}",
        )
        for n in range(1, count + 1)
    ]


def test_what_most_pages_share_is_learned():
    profile = learn_profile("yunling", pages(8))
    assert SLOGAN in profile.lines
    assert any(
        "云岭在线记者报道".startswith(p.strip()) or p.startswith("云岭在线记者报道") for p in profile.prefixes
    )
    assert profile.pages == 8


def test_nothing_is_learned_from_few_pages_or_from_one_page_many_times():
    assert learn_profile("yunling", pages(4)) == SiteProfile("yunling", pages=4)
    assert learn_profile("yunling", pages(1) * 20) == SiteProfile("yunling", pages=1)


def test_a_profile_cuts_and_says_so():
    site = SiteProfile("yunling", frozenset({SLOGAN}), pages=9)
    source = page(f"<div class='c'>{article((*PARAGRAPHS[:6], SLOGAN, *PARAGRAPHS[6:]))}</div>")
    assert SLOGAN in clean_page(source).text
    cleaned = clean_page(source, site=site)
    assert SLOGAN not in cleaned.text
    assert "site.line" in {r.rule for r in cleaned.removed}


def test_daily_bulletins_that_share_sentences_keep_them():
    bulletins = [
        CleanPage(
            PageKind.ARTICLE,
            title=f"云岭省2026年3月{day}日流感疫情通报",
            text=f"截至3月{day}日24时，全省报告{day}例。\n感染来源调查中，现在定点医疗机构隔离治疗。\n请市民做好防护。",
        )
        for day in range(1, 29)
    ]
    assert learn_profile("yunling", bulletins) == SiteProfile("yunling", pages=1)


def test_what_documents_of_one_body_share_is_theirs():
    documents = [
        CleanPage(
            PageKind.ARTICLE,
            title=f"关于做好{what}工作的通知",
            text=f"各市卫生健康委：\n为做好{what}工作，现就{what}提出要求，请认真贯彻执行。\n云岭省卫生健康委",
        )
        for what in ("防汛", "接种", "义诊", "采供血", "托育", "急救", "控烟", "老年健康", "爱国卫生")
    ]
    assert learn_profile("yunling", documents) == SiteProfile("yunling", pages=9)


SUBJECTS = (
    "防汛",
    "接种",
    "义诊",
    "采供血",
    "托育",
    "急救",
    "控烟",
    "老年健康",
    "爱国卫生",
    "护理",
    "康复",
    "中医药",
)
OPENING = "云岭省医疗卫生事业的发展离不开基层的努力。"
CLOSING = "各地可结合实际制定具体的措施。"


def written(what: str, title: str, first: str, last: str, middle: str = "") -> CleanPage:
    own = [f"{what}的第{word}项内容与其他各项不同。" for word in "甲乙丙丁戊己庚辛"]
    lines = [first, *own[:4], middle, *own[4:], last]
    return CleanPage(PageKind.ARTICLE, title=title, text="\n".join(line for line in lines if line))


@pytest.mark.parametrize(
    "title",
    ["关于做好{}工作的通知", "拟录用{}人员公示", "{}单位公开招聘公告", "云岭省{}条例", "{}管理办法（试行）"],
)
def test_what_only_official_documents_share_is_never_learned(title):
    documents = [written(what, title.format(what), OPENING, CLOSING) for what in SUBJECTS]
    assert learn_profile("yunling", documents) == SiteProfile("yunling", pages=12)


@pytest.mark.parametrize(
    "line",
    [
        "特此通知。",
        "本办法自发布之日起施行。",
        "本条例由云岭省卫生健康委员会负责解释。",
        "联系人：张某，电话见附件",
        "国卫医发〔2025〕8号",
        "请各单位认真贯彻执行。",
        "各省、自治区、直辖市卫生健康委",
        "一、总体要求",
        "第一章 总则",
    ],
)
def test_formulae_of_documents_are_not_learned_among_news_either(line):
    mixed = [written(what, f"{what}见闻", line, line) for what in SUBJECTS]
    profile = learn_profile("yunling", mixed)
    assert (profile.lines, profile.prefixes, profile.suffixes) == (frozenset(), (), ())


def test_in_the_middle_only_lines_that_ask_the_reader_are_learned():
    plain = [written(what, f"{what}见闻", what, what, middle=OPENING) for what in SUBJECTS]
    assert learn_profile("yunling", plain).lines == frozenset()
    asking = "扫一扫在手机上阅读本文"
    pages_asking = [written(what, f"{what}见闻", what, what, middle=asking) for what in SUBJECTS]
    assert learn_profile("yunling", pages_asking).lines == {asking}


def test_a_profile_that_would_take_more_than_a_third_of_a_page_is_not_used():
    site = SiteProfile("yunling", frozenset({SLOGAN}), pages=9)
    short = Ledger([SLOGAN, "义诊照常举行。"])
    assert not cut_profile(short, site)
    assert short.result() == (f"{SLOGAN}\n义诊照常举行。", [])
    long = Ledger([SLOGAN, *PARAGRAPHS])
    assert cut_profile(long, site)
    assert SLOGAN not in long.result()[0]
