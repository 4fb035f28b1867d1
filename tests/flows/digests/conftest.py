"""A small store with one of everything that a digest shows; all of its text is invented."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from cleaners.dates import CHINA
from flows.digests.choice import ChosenItem, WatchedSource
from flows.subscriptions import Subscription, Target
from models import (
    Article,
    ArticleAttachment,
    ArticleRecognition,
    ArticleVersion,
    Database,
    ItemEvent,
    LinkRelation,
    Novelty,
    Outcome,
    Policy,
    PolicyCommitment,
    PolicyLink,
    Snapshot,
    SnapshotKind,
    SourceState,
    Story,
    StoryMember,
)

AS_OF = datetime(2025, 11, 22, 8, 0, tzinfo=CHINA)

SOURCES = [
    WatchedSource("nhc", "国家卫生健康委员会", "national"),
    WatchedSource("shanghai", "上海市卫生健康委员会", "provincial", "上海市", quiet_days=5),
    WatchedSource("guangzhou", "广州市卫生健康委员会", "city", "广东省", quiet_days=5),
    WatchedSource("govcn", "中国政府网", "portal"),
    WatchedSource("healthnet", "健康资讯网", "repost"),
    WatchedSource("hunan", "湖南省卫生健康委员会", "provincial", "湖南省"),
]


@dataclass
class Shelf:
    """Puts rows into one session."""

    session: Session
    snapshots: int = 0
    ids: dict[str, int] = field(default_factory=dict)

    def article(self, source_id: str, title: str, text: str = "", **changes: Any) -> Article:
        self.snapshots += 1
        url = changes.pop("url", f"https://{source_id}.example.cn/t/{self.snapshots}.html")
        snapshot = Snapshot(
            source_id=source_id,
            url=url,
            kind=SnapshotKind.ARTICLE,
            outcome=Outcome.NEW,
            fetched_at=AS_OF,
            last_seen_at=AS_OF,
        )
        self.session.add(snapshot)
        self.session.flush()
        assert snapshot.id is not None
        facts: dict[str, Any] = {
            "published_at": datetime(2025, 11, 21, tzinfo=CHINA),
            "first_seen_at": AS_OF - timedelta(hours=1),
            "changed_at": AS_OF - timedelta(hours=1),
            "kind": "article",
            "cleaner_version": 1,
            "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        } | changes
        article = Article(
            url=url, source_id=source_id, snapshot_id=snapshot.id, title=title, text=text, **facts
        )
        self.session.add(article)
        self.session.flush()
        return article

    def policy(self, article: Article, **changes: Any) -> Policy:
        assert article.id is not None
        facts: dict[str, Any] = {
            "identity": f"test|{article.id}",
            "title": article.title,
            "canonical_article_id": article.id,
            "verified": True,
            "novelty": Novelty.NEW,
            "first_seen_at": AS_OF - timedelta(hours=1),
        } | changes
        policy = Policy(**facts)
        self.session.add(policy)
        self.session.flush()
        return policy

    def link(self, policy: Policy, relation: LinkRelation, *, article: Any = None, other: Any = None) -> None:
        self.session.add(
            PolicyLink(
                policy_id=policy.id,
                article_id=article.id if article else None,
                from_policy_id=other.id if other else None,
                relation=relation,
                made_at=AS_OF,
            )
        )
        self.session.flush()

    def commitment(self, policy: Policy, position: int, sentence: str, **changes: Any) -> None:
        self.session.add(
            PolicyCommitment(
                policy_id=policy.id, position=position, sentence=sentence, force="must", **changes
            )
        )
        self.session.flush()

    def story(self, first: Article, *others: Article) -> None:
        story = Story(first_article_id=first.id, canonical_article_id=first.id, created_at=AS_OF)
        self.session.add(story)
        self.session.flush()
        for article in (first, *others):
            self.session.add(
                StoryMember(
                    article_id=article.id,
                    story_id=story.id,
                    fingerprint=1,
                    text_sha256=article.text_sha256,
                    added_at=AS_OF,
                )
            )
        self.session.flush()


@pytest.fixture
def shelf(database: Database) -> Iterator[Shelf]:
    with database.session() as session:
        yield Shelf(session)


@pytest.fixture
def subscription() -> Subscription:
    return Subscription("default", "卫健政策日报", (Target("folder", "default"),))


@pytest.fixture
def full(shelf: Shelf) -> list[ChosenItem]:
    """One of everything; the choice that a first digest would make of it."""
    session, chosen = shelf.session, []

    def choose(event: ItemEvent, *, policy: Policy | None = None, article: Article | None = None) -> None:
        chosen.append(ChosenItem(event, policy.id if policy else None, article.id if article else None))

    local = shelf.article("shanghai", "关于印发《上海市社区安宁疗护服务规范》的通知", "各区卫生健康委：")
    local_policy = shelf.policy(
        local, number="沪卫基层〔2025〕31号", issuers=["上海市卫生健康委员会"], written_on=date(2025, 11, 18)
    )
    choose(ItemEvent.NEW, policy=local_policy)

    notice = shelf.article(
        "nhc",
        "关于进一步做好社区安宁疗护服务工作的通知",
        "各省、自治区、直辖市卫生健康委：\n到2025年12月15日前，各省份报送首批机构名单。",
        published_at=datetime(2025, 11, 21, 17, 30, tzinfo=CHINA),
        time_known=True,
    )
    policy = shelf.policy(
        notice,
        number="国卫办老龄函〔2025〕418号",
        issuers=["国家卫生健康委办公厅", "国家中医药局综合司", "国家疾控局综合司"],
        written_on=date(2025, 11, 14),
    )
    shelf.commitment(policy, 1, "每个地市至少设立3家安宁疗护机构。", figure="3", unit="家")
    shelf.commitment(
        policy,
        2,
        "各省级卫生健康行政部门应当于2025年12月15日前报送首批社区安宁疗护机构名单，名单不少于10家。",
        deadline=date(2025, 12, 15),
        deadline_text="2025年12月15日前",
        figure="10",
        unit="家",
    )
    shelf.commitment(
        policy, 3, "到2027年底实现县区全覆盖。", deadline=date(2027, 12, 31), deadline_text="2027年底"
    )
    copies = [
        shelf.article(
            "healthnet",
            f"重磅！安宁疗护有新规（{n}）",
            published_at=AS_OF - timedelta(hours=12 - n),
            time_known=True,
        )
        for n in range(3)
    ]
    shelf.story(notice, *copies[:2])
    shelf.link(policy, LinkRelation.REPOSTS, article=copies[2])
    shelf.link(policy, LinkRelation.REPOSTS, article=copies[0])  # also in the story: one page, counted once
    shelf.link(policy, LinkRelation.IMPLEMENTS, other=local_policy)
    for name in ("服务规范.pdf", "机构申报表.docx"):
        session.add(ArticleAttachment(article_id=notice.id, name=name, url=f"{notice.url}/{name}"))
    explained = shelf.article("nhc", "《关于进一步做好社区安宁疗护服务工作的通知》政策解读")
    shelf.link(policy, LinkRelation.INTERPRETS, article=explained)
    shelf.link(policy, LinkRelation.CITES, article=explained)
    choose(ItemEvent.NEW, policy=policy)
    choose(ItemEvent.INTERPRETED, article=explained)
    press = shelf.article("govcn", "国家卫生健康委举行新闻发布会介绍安宁疗护进展")
    shelf.link(policy, LinkRelation.REPORTS, article=press)
    choose(ItemEvent.INTERPRETED, article=press)
    choose(ItemEvent.INTERPRETED, article=shelf.article("healthnet", "一图读懂冬季呼吸道疾病防护"))

    second_hand = shelf.article("healthnet", "两部门发文规范互联网护理服务", "为规范服务，现通知如下。")
    unverified = shelf.policy(
        second_hand,
        title="关于规范互联网护理服务的通知",
        issuers=["国家卫生健康委", "国家医保局"],
        verified=False,
    )
    session.add(
        ArticleRecognition(
            article_id=second_hand.id,
            recogniser_version=1,
            text_sha256=second_hand.text_sha256,
            label="policy_document",
            is_document=True,
            reasons=[{"rule": "issuing_words", "evidence": "现通知如下"}],
            decided_at=AS_OF,
        )
    )
    choose(ItemEvent.NEW, policy=unverified)

    edited = shelf.article(
        "hunan", "关于调整职业病诊断机构备案要求的通知", "一、备案\n二、每年3月报送\n三、新增要求"
    )
    session.add(
        ArticleVersion(
            article_id=edited.id,
            version=1,
            snapshot_id=edited.snapshot_id,
            title=edited.title,
            text="一、备案\n二、每年6月报送",
            seen_at=AS_OF - timedelta(days=3),
        )
    )
    choose(
        ItemEvent.CHANGED,
        policy=shelf.policy(edited, number="湘卫职健发〔2025〕9号", issuers=["湖南省卫生健康委员会"]),
    )
    draft = shelf.article("nhc", "托育机构膳食营养规范（征求意见稿）公开征求意见的通知")
    choose(
        ItemEvent.DRAFT,
        policy=shelf.policy(draft, novelty=Novelty.DRAFT, issuers=["国家卫生健康委办公厅"], status="draft"),
    )
    for source_id, outcome, trouble, new in (
        ("nhc", Outcome.NEW, None, 1),
        ("shanghai", Outcome.UNCHANGED, None, 9),
        ("guangzhou", Outcome.BLOCKED, "HTTP 412", 30),
        ("govcn", Outcome.NEW, None, 1),
        ("healthnet", Outcome.NEW, None, 1),
    ):
        session.add(
            SourceState(
                source_id=source_id,
                last_pass_at=AS_OF,
                last_outcome=outcome,
                last_success_at=None if trouble else AS_OF,
                last_new_at=AS_OF - timedelta(days=new),
                trouble_since=AS_OF - timedelta(days=2) if trouble else None,
                trouble=trouble,
            )
        )
    session.flush()
    return chosen
