"""The digest's model as it is built from the store."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from cleaners.dates import CHINA
from flows.digests.build import build_digest
from flows.digests.choice import ChosenItem, WatchedSource, level_and_region
from flows.digests.model import DigestModel
from flows.subscriptions import Filters, Subscription
from models import Digest, ItemEvent, LinkRelation

from .conftest import AS_OF, SOURCES, Shelf


@pytest.fixture
def model(shelf: Shelf, subscription: Subscription, full: list[ChosenItem]) -> DigestModel:
    return build_digest(shelf.session, subscription, full, AS_OF, SOURCES)


def test_counts_come_first(model: DigestModel) -> None:
    assert model.subject == "【卫健政策日报】11-22 新政策 3 · 变更 1 · 征求意见 1 · 解读 3 · 异常源 3"
    assert model.merged_reposts == 3


def test_national_comes_before_provincial_and_a_bodys_papers_stand_together(model: DigestModel) -> None:
    assert [item.title.text for item in model.new] == [
        "关于规范互联网护理服务的通知",
        "关于进一步做好社区安宁疗护服务工作的通知",
        "关于印发《上海市社区安宁疗护服务规范》的通知",
    ]


def test_an_item_says_what_the_store_says(model: DigestModel) -> None:
    item = model.new[1]
    assert (item.number, len(item.issuers)) == ("国卫办老龄函〔2025〕418号", 3)
    assert item.written_on == date(2025, 11, 14)
    assert item.substance
    assert item.substance.startswith("各省级卫生健康行政部门应当于2025年12月15日前")
    assert (item.reposts.count, item.reposts.first_site) == (3, "健康资讯网")
    assert item.reposts.first_at == AS_OF - timedelta(hours=12)
    assert (item.interpretations, item.attachments) == (1, 2)
    assert not item.pending_check
    assert item.title.url == "https://nhc.example.cn/t/2.html"


def test_what_the_store_does_not_say_stays_unsaid(model: DigestModel) -> None:
    item = model.new[0]
    assert item.pending_check
    assert (item.number, item.written_on, item.substance) == (None, None, None)
    assert item.why == "依据「现通知如下」"


def test_a_local_rule_names_what_it_follows(model: DigestModel) -> None:
    assert model.new[2].related == ("落实《关于进一步做好社区安宁疗护服务工作的通知》",)


def test_only_dates_of_the_next_thirty_days_are_reminded(model: DigestModel) -> None:
    assert [(item.due_on, item.days_left) for item in model.deadlines] == [(date(2025, 12, 15), 23)]


@pytest.mark.parametrize(
    ("last", "told"),
    [
        (AS_OF - timedelta(days=1), []),  # 24 days left then, 23 now
        (AS_OF - timedelta(days=8), [23]),  # 31 days left then: nobody heard of it yet
    ],
)
def test_a_deadline_is_told_again_at_its_reminders_only(
    shelf: Shelf, subscription: Subscription, full: list[ChosenItem], last: datetime, told: list[int]
) -> None:
    others = [one for one in full if one.policy_id != full[1].policy_id]
    model = build_digest(shelf.session, subscription, others, AS_OF, SOURCES, window_from=last)
    assert [item.days_left for item in model.deadlines] == told
    assert model.omitted.get("deadlines", 0) == 1 - len(told)


def test_a_deadline_of_the_coming_week_makes_a_bulletin(
    shelf: Shelf, subscription: Subscription, full: list[ChosenItem]
) -> None:
    eve = datetime(2025, 12, 8, 8, 0, tzinfo=CHINA)
    for last, counts in ((eve - timedelta(days=1), "新政策 0 · 截止 1"), (eve, "新政策 0")):
        model = build_digest(shelf.session, subscription, [], eve, SOURCES[:1], window_from=last)
        assert model.counts.split(" · 异常源")[0] == counts
        assert model.is_empty is (counts == "新政策 0")


def test_a_new_edition_says_what_is_new(shelf: Shelf, subscription: Subscription) -> None:
    editions = []
    for year, figure in ((2024, "200项"), (2025, "300项")):
        page = shelf.article(
            "nhc",
            f"关于做好{year}年护理服务提升工作的通知",
            f"一、扩大病房免陪照护试点。各地互认护理评估项目超过{figure}。\n二、按月报送进展。",
        )
        editions.append(shelf.policy(page, issuers=["国家卫生健康委办公厅"]))
    shelf.link(editions[0], LinkRelation.NEXT_EDITION, other=editions[1])
    chosen = [ChosenItem(ItemEvent.NEW, policy_id=editions[1].id)]
    (item,) = build_digest(shelf.session, subscription, chosen, AS_OF, SOURCES).new
    assert item.change == "与2024年版相比：改动 1 处；200项→300项"


def test_a_change_is_told_in_one_line(model: DigestModel) -> None:
    assert [item.change for item in model.changed] == [
        "正文新增 1 段；改动 1 段；改动数字 1 处：6月→3月",
    ]


def test_related_articles_stand_under_their_policy_and_the_others_last(model: DigestModel) -> None:
    first, last = model.related
    assert first.policy
    assert first.number == "国卫办老龄函〔2025〕418号"
    assert [article.relation for article in first.articles] == ["解读", "报道"]
    assert last.policy is None
    assert [article.relation for article in last.articles] == ["相关"]


def test_troubled_sources_are_named_with_since_when(model: DigestModel) -> None:
    assert [(s.id, s.state, s.since) for s in model.troubled] == [
        ("shanghai", "静默", AS_OF - timedelta(days=9)),
        ("guangzhou", "拒绝访问", AS_OF - timedelta(days=2)),
        ("hunan", "未检查", None),
    ]
    assert model.sources_watched == 6


def test_a_policy_told_as_new_is_not_told_as_changed_too(
    shelf: Shelf, subscription: Subscription, full: list[ChosenItem]
) -> None:
    new = full[0]
    twice = [new, replace(new, event=ItemEvent.VERIFIED)]
    model = build_digest(shelf.session, subscription, twice, AS_OF, SOURCES)
    assert (len(model.new), len(model.changed)) == (1, 0)


def test_reaching_the_original_is_told_with_its_site(
    shelf: Shelf, subscription: Subscription, full: list[ChosenItem]
) -> None:
    verified = [replace(full[1], event=ItemEvent.VERIFIED)]
    model = build_digest(shelf.session, subscription, verified, AS_OF, SOURCES)
    assert model.changed[0].change == "已核到原文：国家卫生健康委员会"


def test_an_interpreted_policy_brings_its_interpretations(
    shelf: Shelf, subscription: Subscription, full: list[ChosenItem]
) -> None:
    told = [ChosenItem(ItemEvent.INTERPRETED, policy_id=full[1].policy_id)]
    model = build_digest(shelf.session, subscription, told, AS_OF, SOURCES)
    assert not model.new
    assert [a.title.text for a in model.related[0].articles] == [
        "《关于进一步做好社区安宁疗护服务工作的通知》政策解读"
    ]


def test_an_article_of_a_policy_is_not_listed_twice(
    shelf: Shelf, subscription: Subscription, full: list[ChosenItem]
) -> None:
    told = [*full, ChosenItem(ItemEvent.INTERPRETED, policy_id=full[1].policy_id)]
    model = build_digest(shelf.session, subscription, told, AS_OF, SOURCES)
    assert len(model.related[0].articles) == 2


def test_the_window_begins_where_the_last_digest_ended(
    shelf: Shelf, subscription: Subscription, full: list[ChosenItem]
) -> None:
    ended = AS_OF - timedelta(days=1)
    for subscription_id, at in (("default", ended), ("other", AS_OF)):
        shelf.session.add(
            Digest(
                subscription_id=subscription_id,
                as_of=at,
                window_to=at,
                subject="",
                markdown="",
                text="",
                html="",
                created_at=at,
            )
        )
    model = build_digest(shelf.session, subscription, full, AS_OF, SOURCES)
    assert (model.window_from, model.window_to) == (ended, AS_OF)


def test_the_filter_that_let_an_item_in_is_named_and_keeps_other_deadlines_out(
    shelf: Shelf, subscription: Subscription, full: list[ChosenItem]
) -> None:
    narrow = replace(subscription, filters=Filters(words=("互联网护理",)))
    model = build_digest(shelf.session, narrow, full[2:], AS_OF, SOURCES)
    why = {item.title.text: item.why for item in model.new}
    assert why["关于规范互联网护理服务的通知"] == "关键词「互联网护理」 · 依据「现通知如下」"
    assert not model.deadlines


def test_silence_alone_makes_no_bulletin(
    shelf: Shelf, subscription: Subscription, full: list[ChosenItem]
) -> None:
    model = build_digest(shelf.session, subscription, [], AS_OF, SOURCES)
    assert model.is_empty
    assert model.troubled
    assert model.deadlines


def test_a_policy_that_is_gone_is_left_out(shelf: Shelf, subscription: Subscription) -> None:
    model = build_digest(shelf.session, subscription, [ChosenItem(ItemEvent.NEW, policy_id=99)], AS_OF, [])
    assert model.is_empty


def test_the_model_is_kept_as_json(model: DigestModel) -> None:
    data = json.loads(json.dumps(model.as_data()))
    assert data["new"][1]["written_on"] == "2025-11-14"
    assert data["subject"] == model.subject


def test_crawled_text_is_cleaned_and_bad_links_are_dropped(shelf: Shelf, subscription: Subscription) -> None:
    article = shelf.article(
        "nhc", "通知\u202e\x1b[31m\n\t第一\u200b号 " + "长" * 5_000_000, url="javascript:alert(1)"
    )
    policy = shelf.policy(article, number="国卫办函〔2025〕1号", issuers=["国家\x07卫生健康委"])
    shelf.link(policy, LinkRelation.IS, article=article)
    chosen = [ChosenItem(ItemEvent.NEW, policy_id=policy.id)]
    item = build_digest(shelf.session, subscription, chosen, AS_OF, SOURCES).new[0]
    assert item.title.url is None
    assert item.title.text.startswith("通知[31m 第一号 长")
    assert len(item.title.text) <= 160
    assert item.issuers == ("国家卫生健康委",)
    assert item.reposts.count == 0


@pytest.mark.parametrize(
    ("issuer", "level", "region"),
    [
        ("国家卫生健康委办公厅", "national", None),
        ("教育部", "national", None),
        ("上海市卫生健康委员会", "provincial", "上海市"),
        ("上海市浦东新区卫生健康委员会", "city", "上海市"),
        ("广东省卫生健康委", "provincial", "广东省"),
        ("广东省广州市卫生健康委", "city", "广东省"),
        ("广西壮族自治区卫生健康委员会", "provincial", "广西壮族自治区"),
        ("广州市卫生健康委员会", "city", "广州市"),
        ("某某办公室", "portal", None),
    ],
)
def test_whose_document_it_is(issuer: str, level: str, region: str | None) -> None:
    portal = WatchedSource("govcn", "中国政府网", "portal")
    assert level_and_region([issuer], portal) == (level, region)


def test_without_issuers_the_source_says_whose() -> None:
    assert level_and_region([], SOURCES[1]) == ("provincial", "上海市")
    assert level_and_region([], None) == (None, None)


def test_a_choice_is_of_one_thing() -> None:
    with pytest.raises(ValueError, match="policy or of an article"):
        ChosenItem(ItemEvent.NEW)
    assert ChosenItem(ItemEvent.NEW, policy_id=3).subject == "policy:3"
    assert ChosenItem(ItemEvent.INTERPRETED, article_id=4).subject == "article:4"
