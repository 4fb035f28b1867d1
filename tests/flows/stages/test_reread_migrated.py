"""A store of before: what was judged counts as known, and an edit that waits to be judged is still news."""

from __future__ import annotations

from datetime import timedelta

from alembic import command
from sqlmodel import select

from flows.stages.clean import clean_pending
from models import Article, ArticleRecognition, Database
from models.schema import _config, _without_foreign_keys, upgrade
from tests.flows.stages.older import news
from tests.flows.stages.pages import NOW, html, notice, store
from tests.flows.stages.recognised import COPY, NHC, run, tell

LATER = NOW + timedelta(days=1)


def down_and_up(database: Database) -> None:
    """The store as the version before kept it, then brought to this one."""
    config = _config()
    with database.engine.connect() as connection, _without_foreign_keys(connection), connection.begin():
        config.attributes["connection"] = connection
        command.downgrade(config, "0007")
    upgrade(database.engine)


def test_what_was_judged_is_known_and_what_was_edited_is_news(database: Database) -> None:
    title, text = news("", "")
    report = html(title, [text, "据介绍，有关通知将于近日发布。"])
    store(database, NHC, report)
    store(database, COPY, report, source_id="gihot")
    run(database)
    assert tell(database) == []
    store(database, NHC, notice(), at=LATER)
    clean_pending(database, as_of=LATER)
    down_and_up(database)
    with database.reading() as session:
        rows = session.exec(
            select(
                Article.url, Article.version, ArticleRecognition.article_version, ArticleRecognition.news
            ).join(ArticleRecognition, ArticleRecognition.article_id == Article.id)
        ).all()
    assert set(rows) == {(NHC, 2, 1, True), (COPY, 1, 1, True)}
    run(database, at=LATER)
    assert tell(database, at=LATER) == ["new"]
