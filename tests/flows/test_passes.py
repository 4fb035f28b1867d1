"""The sample site's two days through ``monitor_pass`` and ``digest_round``: over HTTP, from crawls to the digest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from flows.sample_site import serve_sample_site
from flows.settings import Settings
from models import (
    Article,
    ArticleAttachment,
    ArticleRecognition,
    AttachmentState,
    Database,
    ItemEvent,
    LinkRelation,
    Novelty,
    Policy,
    StoryMember,
    open_database,
)
from models.failures import open_failures
from tests.flows.sample import (
    DAY_1,
    DAY_2,
    DAY_3,
    NOTICE,
    RULE,
    Done,
    Told,
    contents,
    digests,
    links_of,
    one_pass,
    sample_settings,
    show_day,
    the_policy,
)

#: The sources that the third day's pass reads: a channel, a list, a JSON library, a page that changes daily.
QUIET = ("sample_nhc", "sample_jikuai", "sample_library", "sample_zaocan")


@dataclass(frozen=True)
class TwoDays:
    """What was left after both days and a third on which nothing was new."""

    settings: Settings
    database: Database
    base: str
    passes: list[Done]
    told: list[Told]
    asked_on_day_3: list[tuple[str, str, int]]
    before_day_3: dict[str, list[object]]


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoDays]:
    settings = sample_settings(tmp_path_factory.mktemp("days"))
    with serve_sample_site(0) as site:
        show_day(site, settings, 1)
        passes = [one_pass(settings, DAY_1)]
        show_day(site, settings, 2)
        passes.append(one_pass(settings, DAY_2))
        before = contents(settings)
        site.requests.clear()
        passes.append(one_pass(settings, DAY_3, QUIET))
        asked, base = list(site.requests), site.base
    database = open_database(settings.database_url)
    yield TwoDays(settings, database, base, passes, digests(settings), asked, before)
    database.close()


@pytest.fixture
def session(days: TwoDays) -> Iterator[Session]:
    with days.database.reading() as session:
        yield session


def article(session: Session, path: str, part: int = 0) -> Article:
    """The article whose address ends so."""
    found = session.exec(select(Article).where(col(Article.url).endswith(path), Article.part == part))
    return found.one()


def test_day_one_tells_what_is_fresh_and_not_what_is_old(days: TwoDays) -> None:
    told = days.told[0]
    assert set(told.new) == {
        "医保发〔2026〕9号",
        "云卫监督函〔2026〕31号",
        "海卫疾控〔2026〕7号",
        # Written eight weeks ago, within the window of freshness; the one of December is not told.
        "云岭省卫生健康委关于2025年度护士执业注册集中办理时间的公告",
    }
    # The round-up's brief of the draft is no second draft.
    assert [item["title"]["text"] for item in told.data["drafts"]] == [
        "关于《互联网健康咨询服务管理规范（征求意见稿）》公开征求意见的通知"
    ]


def test_day_two_tells_exactly_the_new_policies(days: TwoDays) -> None:
    told = days.told[1]
    assert list(told.new) == [NOTICE, RULE]
    assert (told.data["drafts"], told.data["changed"]) == ([], [])
    assert sorted(event.value for event in told.events.values()) == ["interpreted", "new", "new"]
    assert days.passes[1].told.digests == [2]


def test_the_notice_stands_with_its_facts_and_its_original(days: TwoDays) -> None:
    notice = days.told[1].new[NOTICE]
    assert notice["title"]["text"] == "关于做好2026年基层慢性病健康管理服务工作的通知"
    assert notice["title"]["url"].startswith(f"{days.base}/nhc/jws/c100073/202603/")
    assert notice["issuers"] == ["国家卫生健康委办公厅", "国家中医药局综合司", "国家疾控局综合司"]
    assert notice["written_on"] == "2026-03-04"
    assert notice["published_at"].startswith("2026-03-0")
    assert not notice["pending_check"]
    assert notice["reposts"]["count"] == 2
    assert (notice["interpretations"], notice["attachments"]) == (1, 1)
    rule = days.told[1].new[RULE]
    assert (rule["issuers"], rule["written_on"]) == (["云岭省卫生健康委员会"], "2026-03-05")
    assert "/yunling/" in rule["title"]["url"]


def test_the_blocked_source_stands_in_the_footnote(days: TwoDays) -> None:
    for told in days.told:
        (trouble,) = told.data["troubled"]
        assert (trouble["id"], trouble["state"]) == ("sample_nanhu", "拒绝访问")
        assert "HTTP 412" in trouble["detail"]
        assert trouble["since"].startswith("2026-03-05")
    assert days.told[1].data["sources_watched"] == 9


def test_the_renderings_have_both_policies_and_nothing_else(days: TwoDays) -> None:
    (folder,) = (days.settings.digests_dir / "demo").glob("2026-03-06-digest-*")
    for suffix in ("html", "md", "txt"):
        rendered = (folder / f"digest.{suffix}").read_text("utf-8")
        assert NOTICE in rendered, suffix
        assert RULE in rendered, suffix
        assert rendered.count("入选：") == 2, suffix  # one a policy
        for left_out in ("招聘", "招标", "流行性感冒监测", "环境卫生工作的若干意见", "早参"):
            assert left_out not in rendered.replace("医药健康早参（示例）", ""), (suffix, left_out)


def test_a_pass_with_nothing_new_tells_nothing_and_fetches_nothing_twice(days: TwoDays) -> None:
    third = days.passes[2]
    assert third.told.digests == []
    assert third.monitored.new_articles == 0
    asked = {(path, status) for _, path, status in days.asked_on_day_3 if path != "/robots.txt"}
    # Lists, the page that changes daily, recent articles and their files once a day: conditionally, none sent again.
    assert {status for _, status in asked} == {304}
    assert len([path for path, _ in asked if path.endswith(".pdf")]) == 1
    assert contents(days.settings) == days.before_day_3
    assert len(list((days.settings.digests_dir / "demo").iterdir())) == 2


def test_the_links_of_the_notice(session: Session) -> None:
    notice, rule = the_policy(session, NOTICE), the_policy(session, RULE)
    assert links_of(session, notice) == sorted(
        [
            (LinkRelation.IS, "sample_nhc"),
            (LinkRelation.REPOSTS, "sample_jikuai"),
            (LinkRelation.REPOSTS, "sample_wechat"),
            (LinkRelation.INTERPRETS, "sample_nhc"),
            (LinkRelation.IMPLEMENTS, "sample_yunling"),
            (LinkRelation.IMPLEMENTS, RULE),
            (LinkRelation.REPORTS, "sample_zaocan"),
        ]
    )
    assert (LinkRelation.NEXT_EDITION, NOTICE) in links_of(
        session, the_policy(session, "国卫办基层函〔2025〕61号")
    )
    assert notice.verified
    assert rule.novelty is Novelty.NEW
    pages = {
        session.exec(select(StoryMember.story_id).where(StoryMember.article_id == one.id)).one()
        for one in session.exec(
            select(Article).where(
                col(Article.url).regexp_match(
                    r"480ddcae2e46248f5f59104a71bd1c9e|news-7-20931-0|mXq7Tf3VdL0aB2"
                )
            )
        )
    }
    assert len(pages) == 1


def test_the_attached_pdf_was_read(session: Session) -> None:
    (file,) = session.exec(select(ArticleAttachment))
    assert file.state is AttachmentState.READ
    assert "慢性病药品配备：不少于120种" in (file.text or "")


def test_the_repost_is_clean_and_says_what_was_cut(session: Session) -> None:
    copy = article(session, "/jikuai/news-7-20931-0.html")
    for noise in (
        "即快资讯",
        "jikuai.example",
        "一手掌握",
        "点击右上角",
        "上一篇",
        "猜你喜欢",
        "泡脚",
        "本文链接",
    ):
        assert noise not in copy.text, noise
    assert "11月底前实现80%以上的乡镇卫生院" in copy.text
    watermarks = [
        one for one in copy.removed if "即快资讯——一手掌握" in one["text"] and len(one["text"]) < 60
    ]
    assert len(watermarks) >= 15  # one a paragraph
    assert all(one["rule"] for one in copy.removed)


def test_a_round_up_becomes_its_entries(session: Session) -> None:
    entries = session.exec(
        select(Article).where(col(Article.url).endswith("/zaocan/today.html"), Article.part > 0)
    ).all()
    assert len(entries) == 6  # three a day
    assert {one.title for one in entries} >= {"云岭省出台实施细则", "多家药企公布年度业绩预告"}
    assert not [one.title for one in entries if re.search(r"\[\d\]|^\d\.", one.title + one.text[:4])]


def test_a_page_with_a_wrong_charset_is_readable(days: TwoDays, session: Session) -> None:
    page = article(session, "/haizhou/info/1007/2213.htm")
    assert page.title == "海州市卫生健康委员会关于做好2026年春季学校传染病防控工作的通知"
    assert "3月底前完成入学入托儿童预防接种证查验" in page.text
    assert "�" not in page.text


def test_bulletins_that_differ_in_figures_are_two_stories(session: Session) -> None:
    ids = [
        article(session, path).id
        for path in ("/2026/3/5/art_1688_90412.html", "/2026/3/6/art_1688_90427.html")
    ]
    members = session.exec(select(StoryMember.story_id).where(col(StoryMember.article_id).in_(ids))).all()
    assert len(set(members)) == 2


def test_what_is_no_policy_is_none(session: Session) -> None:
    """A vacancy and a tender in a column of notices, two bulletins, the briefs of a round-up."""
    for path in (
        "t20260304_41180.html",
        "t20260303_41166.html",
        "art_1688_90412.html",
        "art_1688_90427.html",
    ):
        judged = session.get_one(ArticleRecognition, article(session, path).id)
        assert not judged.is_document, path
    for part in range(1, 7):
        judged = session.get_one(ArticleRecognition, article(session, "/zaocan/today.html", part).id)
        assert not judged.is_document, part


def test_old_documents_and_drafts_are_kept_apart(session: Session) -> None:
    old = the_policy(session, "卫农卫发〔2009〕78号")
    assert (old.novelty, str(old.written_on), old.issuers) == (Novelty.OLD, "2009-08-20", ["卫生部"])
    assert the_policy(session, "国卫办基层函〔2025〕61号").novelty is Novelty.OLD
    (draft,) = session.exec(select(Policy).where(Policy.novelty == Novelty.DRAFT))
    assert draft.status == "draft"


def test_nothing_failed_unrecorded(days: TwoDays, session: Session) -> None:
    assert {one.source_id for one in open_failures(session)} <= {"sample_nanhu"}
    assert {one.source_id for done in days.passes for one in done.monitored.passes if one.error} == {
        "sample_nanhu"
    }


def test_a_copy_found_first_is_told_as_such_and_confirmed_later(tmp_path: Path) -> None:
    settings = sample_settings(tmp_path)
    with serve_sample_site(0) as site:
        show_day(site, settings, 2)
        one_pass(settings, DAY_2, ["sample_jikuai"])
        one_pass(settings, DAY_3, ["sample_nhc"])
    first, second = digests(settings)
    assert first.new[NOTICE]["pending_check"]
    assert "/jikuai/" in first.new[NOTICE]["title"]["url"]
    assert NOTICE not in second.new
    (confirmed,) = (item for item in second.data["changed"] if item["number"] == NOTICE)
    assert not confirmed["pending_check"]
    assert "/nhc/" in confirmed["title"]["url"]
    about_it = [event for told in (first, second) for s, event in told.events.items() if s == "policy:1"]
    assert about_it == [ItemEvent.NEW, ItemEvent.VERIFIED]
    folder = max((settings.digests_dir / "demo").iterdir())
    assert "原文待核" in next((settings.digests_dir / "demo").glob("2026-03-06-*/digest.md")).read_text(
        "utf-8"
    )
    assert NOTICE in (folder / "digest.md").read_text("utf-8")
