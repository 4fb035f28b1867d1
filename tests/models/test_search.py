"""Searching policies: one contract for both databases, and the index that is kept by whoever changes a policy."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session, select

from models import Article, Database, Novelty, Outcome, Policy, Snapshot, SnapshotKind
from models.search import PolicyPiece, not_indexed, reindex, search_policies
from models.words import OVERLAP, PIECE, pieces_of, read_query, tokens_of

NOW = datetime(2025, 3, 1, tzinfo=UTC)

#: number, title, issuers, written on, text
DOCUMENTS = (
    (
        "国卫办医函〔2025〕41号",
        "关于加强血液透析质量管理的通知",
        ["国家卫生健康委办公厅"],
        date(2025, 2, 13),
        "各地要建立台账。\n11月底前新增透析机位10万个，拨打12356热线。",
    ),
    (
        "云卫发〔2024〕7号",
        "关于规范门诊收费的通知",
        ["云岭省卫生健康委员会", "云岭省医疗保障局"],
        date(2024, 5, 6),
        "血液透析按次收费。COVID-19 期间的临时措施停止执行。",
    ),
    (
        "云卫发〔2025〕41号",
        "关于做好基层药品配备的通知",
        ["云岭省卫生健康委员会"],
        date(2025, 2, 20),
        "按照国卫办医函〔2025〕41号要求，配备药品不少于120种。" + "反复说明。" * 900 + "末尾提到脐带血。",
    ),
    (None, "关于公开征求意见的公告", ["云岭省疾病预防控制局"], None, "意见请于月底前反馈，透 析 室除外。"),
)


def put(
    session: Session, number: str | None, title: str, issuers: list[str], written: date | None, text: str
) -> int:
    url = f"https://yunling.example/{title}"
    snapshot = Snapshot(
        source_id="yunling",
        url=url,
        kind=SnapshotKind.ARTICLE,
        outcome=Outcome.NEW,
        fetched_at=NOW,
        last_seen_at=NOW,
    )
    session.add(snapshot)
    session.flush()
    article = Article(
        url=url,
        source_id="yunling",
        snapshot_id=snapshot.id or 0,
        kind="article",
        title=title,
        text=text,
        cleaner_version=1,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        first_seen_at=NOW,
        changed_at=NOW,
    )
    session.add(article)
    session.flush()
    policy = Policy(
        identity=number or title,
        number=number,
        title=title,
        issuers=issuers,
        written_on=written,
        canonical_article_id=article.id or 0,
        verified=True,
        novelty=Novelty.NEW,
        first_seen_at=NOW,
        status="in_force" if number else "draft",
    )
    session.add(policy)
    session.flush()
    return policy.id or 0


@pytest.fixture
def filled(database: Database) -> Database:
    with database.session() as session:
        for document in DOCUMENTS:
            put(session, *document)
    return database


def found(database: Database, query: str = "", **filters: object) -> list[int]:
    """Places in ``DOCUMENTS`` of what was found, in order."""
    titles = [title for _, title, *_ in DOCUMENTS]
    with database.reading() as session:
        hits = search_policies(session, query, **filters)  # type: ignore[arg-type]
        return [titles.index(hit.policy.title) for hit in hits]


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("透析", [0, 1, 3]),  # in the title; then in texts, newest first, the undated last
        ("析", [0, 1, 3]),
        ("药", [2]),
        ("透析 血液", [0, 1]),
        ("透析 -收费", [0, 3]),
        ("-透析", [2]),
        ("血液透析质量", [0]),
        ("质量透析", []),
        ('"透析 质量"', [0]),
        ('"质量 透析"', []),
        ("国卫办医函〔2025〕41号", [0, 2]),  # its own number before who cites it
        ("国卫办医函[2025]41号", [0, 2]),
        ("国卫办医函（2025）41号", [0, 2]),
        ("国卫办医函【２０２５】４１", [0, 2]),
        ("41号", [2, 0]),
        ("4号", []),
        ("12356", [0]),
        ("1235", []),
        ("covid-19", [1]),
        ("ＣＯＶＩＤ", [1]),
        ("10万个", [0]),
        ("脐带血", [2]),
        ("疾病预防控制局", [3]),
        ("《》", [2, 0, 1, 3]),
        ("", [2, 0, 1, 3]),
        ('" OR 透析', []),
        ("透析' | 'x", []),
        ("反复说明反复", []),
        ("反复说明。反复", [2]),
    ],
)
def test_a_query_gives_the_same_answers_in_the_same_order(
    filled: Database, query: str, places: list[int]
) -> None:
    assert found(filled, query) == places


def test_filters_narrow_what_is_found(filled: Database) -> None:
    assert found(filled, issuer="医疗保障局") == [1]
    assert found(filled, issuer="云岭省卫生健康委") == [2, 1]
    assert found(filled, "透析", issuer="国家卫生健康委") == [0]
    assert found(filled, since=date(2025, 2, 13)) == [2, 0]
    assert found(filled, until=date(2025, 2, 13)) == [0, 1]
    assert found(filled, status="draft") == [3]
    assert found(filled, limit=1) == [2]


def test_the_snippet_shows_the_hit(filled: Database) -> None:
    with filled.reading() as session:
        hit, *_ = search_policies(session, "透析机位")
        assert hit.place is not None
        assert hit.snippet[slice(*hit.place)] == "透析机位"
        assert "\n" not in hit.snippet
        spaced = search_policies(session, "透析室")[0]
        assert spaced.place is not None
        assert spaced.snippet[slice(*spaced.place)] == "透 析 室"
        (late,) = search_policies(session, "脐带血")
        assert late.snippet.startswith("…")
        assert len(late.snippet) < 120


def test_the_index_follows_policy_and_page(filled: Database) -> None:
    with filled.session() as session:
        policy = session.exec(select(Policy).where(Policy.number == "云卫发〔2024〕7号")).one()
        policy.title = "关于废止有关文件的通知"
        page = session.get_one(Article, policy.canonical_article_id)
        page.text = "即日起停止执行。"
        session.add_all([policy, page])
    with filled.reading() as session:
        assert [hit.policy.title for hit in search_policies(session, "废止")] == ["关于废止有关文件的通知"]
        assert search_policies(session, "门诊") == []
        assert len(search_policies(session, "透析")) == 2
    with filled.session() as session:
        session.delete(session.exec(select(Policy).where(Policy.number == "云卫发〔2024〕7号")).one())
    with filled.reading() as session:
        assert search_policies(session, "废止") == []
    with filled.session() as session:
        put(session, None, "关于重新编号的通知", [], None, "正文")
    with filled.reading() as session:
        assert search_policies(session, "废止") == []  # no old tokens under a new id
        assert len(search_policies(session, "重新编号")) == 1


def test_a_transaction_that_fails_leaves_no_trace(filled: Database) -> None:
    def change_and_fail(session: Session) -> None:
        policy = session.exec(select(Policy).where(Policy.number == "云卫发〔2024〕7号")).one()
        policy.title = "关于脊髓灰质炎的通知"
        session.add(policy)
        session.flush()
        raise RuntimeError

    with pytest.raises(RuntimeError), filled.session() as session:
        change_and_fail(session)
    assert found(filled, "脊髓灰质炎") == []
    assert found(filled, "门诊收费") == [1]


def test_the_index_is_made_anew(filled: Database) -> None:
    with filled.session() as session:
        for piece in session.exec(select(PolicyPiece)):
            session.delete(piece)
    with filled.session() as session:
        assert not_indexed(session)
        assert search_policies(session, "透析") == []
        assert reindex(session) == len(DOCUMENTS)
    with filled.session() as session:
        assert not not_indexed(session)
        reindex(session)
    assert found(filled, "透析") == [0, 1, 3]


def test_tokens() -> None:
    assert tokens_of("血液透析2型，HbA1c ４．５") == [
        *("血液", "液透", "透析", "析", "2", "型", "hba", "1", "c", "4", "5")
    ]
    assert [word.tokens for word in read_query("透析中心 25号")] == [("透析", "析中", "中心"), ("25", "号")]
    assert [word.open_end for word in read_query("透析 药 25号 25")] == [False, True, True, False]


def test_a_phrase_never_falls_between_pieces() -> None:
    text = "".join(chr(0x4E00 + n % 5000) for n in range(PIECE * 2 + 7))
    pieces = [" ".join(piece) for piece in pieces_of(text)]
    for at in range(PIECE - OVERLAP, PIECE + 1):
        (word,) = read_query(text[at : at + OVERLAP - 1])
        assert any(" ".join(word.tokens) in piece for piece in pieces), at
