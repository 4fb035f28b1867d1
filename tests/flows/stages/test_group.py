"""Articles become stories in the store: copies, canon, changed pages, several workers, the contract of candidates."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

from sqlmodel import col, select

from cleaners import Text, group_same_texts
from flows.stages.clean import clean_pending
from flows.stages.group import group_pending, new_index
from models import Article, ArticleVersion, Database, Story, StoryKey, StoryMember
from tests.flows.stages.articles import add_articles, stories
from tests.flows.stages.pages import NOW, SENTENCES, TITLE, html, notice, rank, store

ORIGINAL, COPY, OTHER = "https://nhc.example/1", "https://gihot.example/1", "https://hebei.example/1"


def test_a_copy_joins_its_original_and_another_notice_does_not(database: Database) -> None:
    store(database, ORIGINAL, notice())
    store(database, COPY, notice(title="重磅！国家发文部署", published="2025-02-19 10:00"), source_id="gihot")
    store(
        database,
        OTHER,
        html("关于世界防治日活动的通知", ["某省定于下月开展义诊。", "请各市报送方案。"]),
        source_id="hebei",
    )
    clean_pending(database, as_of=NOW)
    report = group_pending(database, as_of=NOW, rank=rank, log=print)
    assert stories(database) == {ORIGINAL: {ORIGINAL, COPY}, OTHER: {OTHER}}
    assert (report.began, report.joined, report.moved) == (2, 1, 0)
    again = group_pending(database, as_of=NOW, rank=rank)
    assert (again.began, again.joined) == (0, 0)


def test_the_canon_moves_when_the_original_comes_after_its_copy(database: Database) -> None:
    store(database, COPY, notice(published="2025-02-18 08:00"), source_id="gihot")
    clean_pending(database, as_of=NOW)
    group_pending(database, as_of=NOW, rank=rank)
    assert stories(database) == {COPY: {COPY}}
    store(database, ORIGINAL, notice())
    clean_pending(database, as_of=NOW)
    assert group_pending(database, as_of=NOW, rank=rank).moved == 1
    assert stories(database) == {ORIGINAL: {ORIGINAL, COPY}}


def test_a_changed_first_text_breaks_its_story_up_and_all_are_placed_again(database: Database) -> None:
    store(database, ORIGINAL, notice())
    store(database, COPY, notice(published="2025-02-19 10:00"), source_id="gihot")
    clean_pending(database, as_of=NOW)
    group_pending(database, as_of=NOW, rank=rank)
    store(database, ORIGINAL, notice().replace("180项", "200项"), at=NOW + timedelta(hours=1))
    clean_pending(database, as_of=NOW)
    group_pending(database, as_of=NOW, rank=rank)
    assert stories(database) == {ORIGINAL: {ORIGINAL}, COPY: {COPY}}
    with database.reading() as session:
        kept = {row.story_id for row in session.exec(select(StoryKey))}
        assert kept == set(session.exec(select(Story.id)))


def test_a_changed_later_member_leaves_alone(database: Database) -> None:
    store(database, ORIGINAL, notice())
    store(database, COPY, notice(published="2025-02-19 10:00"), source_id="gihot")
    clean_pending(database, as_of=NOW)
    group_pending(database, as_of=NOW, rank=rank)
    store(database, COPY, notice().replace("180项", "200项"), source_id="gihot", at=NOW + timedelta(hours=1))
    clean_pending(database, as_of=NOW)
    group_pending(database, as_of=NOW, rank=rank)
    assert stories(database) == {ORIGINAL: {ORIGINAL}, COPY: {COPY}}


def texts() -> list[Text]:
    """Five notices in four copies each: whole, cut short, with an intro, and with a corrected figure."""
    answer = []
    for topic, word in enumerate(("儿科门诊", "急诊急救", "血液透析", "安宁疗护", "口腔健康")):
        whole = [one.replace("基层诊疗", word).replace("儿科", word) for one in SENTENCES]
        whole = [f"{one}各地要结合{word}工作实际{'一二三四五六'[n]}项推进。" for n, one in enumerate(whole)]
        kinds = (
            whole,
            whole[:4],
            ["据悉，近日有关部门印发通知，全文如下。", *whole],
            [one.replace("180项", "210项") for one in whole],
        )
        for n, lines in enumerate(kinds):
            day = datetime(2025, 2, 1 + 2 * n + topic, tzinfo=UTC).date()
            answer.append(Text(f"{topic}-{n}", "\n".join(lines), day, f"关于{word}提升行动的通知"))
    return answer


def test_the_store_groups_as_memory_does(database: Database) -> None:
    some = texts()
    in_memory: dict[str, set[str]] = {}
    for text_id, story in group_same_texts(some).items():
        in_memory.setdefault(story, set()).add(text_id)
    assert 5 < len(in_memory) < len(some)
    add_articles(database, some)
    group_pending(database, as_of=NOW, rank=rank)
    assert sorted(map(sorted, stories(database).values())) == sorted(map(sorted, in_memory.values()))


def test_an_index_begun_later_finds_what_an_earlier_one_stored(database: Database) -> None:
    some = texts()
    add_articles(database, some[::2])
    group_pending(database, as_of=NOW, rank=rank)
    add_articles(database, some[1::2])
    group_pending(database, as_of=NOW, rank=rank, index=new_index())
    in_memory = group_same_texts(some)
    assert len(stories(database)) == len(set(in_memory.values()))


def test_workers_that_place_the_same_texts_at_once_make_each_story_once(database: Database) -> None:
    some = texts()
    copies = [Text(f"{one.id}-{n}", one.text, one.published_on, one.title) for one in some for n in range(3)]
    add_articles(database, copies)
    together = Barrier(3)

    def work(_: int) -> tuple[int, int, list[str]]:
        together.wait()
        report = group_pending(database, as_of=NOW, rank=rank, log=print)
        return report.began, report.joined, report.failed

    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(work, range(3)))
    assert [failed for _, _, failed in done] == [[], [], []]
    assert sum(began + joined for began, joined, _ in done) == len(copies)
    found = stories(database)
    assert sum(map(len, found.values())) == len(copies)
    with database.reading() as session:
        by_text: dict[str, set[int]] = {}
        for sha, story in session.exec(select(col(StoryMember.text_sha256), col(StoryMember.story_id))):
            by_text.setdefault(sha, set()).add(story)
    assert all(len(one) == 1 for one in by_text.values()), "one text stands in two stories"


def changes_of(database: Database) -> dict[str, str | None]:
    """Address -> the line that says what this copy did; ``None`` for a canonical page."""
    with database.reading() as session:
        rows = session.exec(
            select(Article, StoryMember).where(col(StoryMember.article_id) == col(Article.id))
        )
        return {
            article.url: member.changes["summary"] if member.changes else None for article, member in rows
        }


def test_what_a_copy_did_is_noted_and_told_anew_when_the_canon_moves(database: Database) -> None:
    short = html(TITLE, SENTENCES, published="2025-02-18 08:00")
    store(database, COPY, short, source_id="gihot")
    clean_pending(database, as_of=NOW)
    group_pending(database, as_of=NOW, rank=rank)
    assert changes_of(database) == {COPY: None}
    store(database, ORIGINAL, notice())
    clean_pending(database, as_of=NOW)
    group_pending(database, as_of=NOW, rank=rank)
    assert changes_of(database) == {ORIGINAL: None, COPY: "删去 3 段（含文号、落款）"}


def test_a_changed_page_is_a_new_version_with_its_difference(database: Database) -> None:
    for hours, page in enumerate((notice(), notice().replace("180项", "200项"))):
        store(database, ORIGINAL, page, at=NOW + timedelta(hours=hours))
        clean_pending(database, as_of=NOW)
        group_pending(database, as_of=NOW, rank=rank)
    with database.reading() as session:
        assert len(session.exec(select(Article)).all()) == 1
        version = session.exec(select(ArticleVersion)).one()
    assert version.changes
    assert version.changes["summary"] == "改动 1 段；改动数字 1 处：180项→200项"
