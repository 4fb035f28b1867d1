from cleaners import CleanPage, PageKind, SiteProfile, clean_page
from cleaners.pages.profiles import learn_profile
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
