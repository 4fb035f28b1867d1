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
