"""The store's candidates, held to the contract that those in memory are held to."""

from __future__ import annotations

from sqlmodel import select

from cleaners import Text
from cleaners.stories import Prepared, place, prepare
from flows.stages.group import new_index
from models import Article, Database, Story
from tests.cleaners.stories.contract import holds_the_contract, takes_the_likeliest
from tests.flows.stages.articles import add_articles
from tests.flows.stages.pages import NOW


class StoreShelf:
    """Stories of the store by the names of their first articles; an index begun afresh for each question."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.names: dict[str, str] = {}

    def begin(self, story: str, text: str, title: str = "") -> None:
        add_articles(self.database, [Text(story, text, None, title)])
        with self.database.session() as session:
            article = session.exec(select(Article).where(Article.url == story)).one()
            row = Story(first_article_id=article.id, canonical_article_id=article.id, created_at=NOW)
            session.add(row)
            session.flush()
            self.names[str(row.id)] = story
            new_index().among(session).add(str(row.id), prepare(text, title))

    def near(self, text: Prepared) -> list[tuple[str, Prepared]]:
        with self.database.reading() as session:
            return [(self.names[story], first) for story, first in new_index().among(session).near(text)]

    def place(self, text: Prepared) -> str | None:
        with self.database.reading() as session:
            found = place(text, new_index().among(session))
            return self.names[found[0]] if found else None


def test_the_store_holds_the_contract(database: Database) -> None:
    holds_the_contract(StoreShelf(database))


def test_the_store_takes_the_likeliest(database: Database) -> None:
    takes_the_likeliest(StoreShelf(database))
