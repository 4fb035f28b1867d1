"""Stories (同稿): all articles that carry one text, and the keys by which a new text finds its candidates."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.columns import bigint_field, json_or_none


class Story(SQLModel, table=True):
    """All articles with one text."""

    id: int | None = Field(default=None, primary_key=True)
    first_article_id: int = Field(
        foreign_key="article.id", unique=True
    )  # whose text later ones are compared with
    canonical_article_id: int = Field(
        foreign_key="article.id", index=True
    )  # the most official, then the earliest
    created_at: datetime

    # An id is never given twice: workers keep fingerprints by it.
    __table_args__ = {"sqlite_autoincrement": True}


class StoryMember(SQLModel, table=True):
    """That an article belongs to a story, and why."""

    article_id: int = Field(primary_key=True, foreign_key="article.id")
    story_id: int = Field(foreign_key="story.id")
    fingerprint: int = bigint_field()
    text_sha256: str = Field(max_length=64)  # of the text that was placed; another one must be placed again
    reason: str = ""  # the verdict against the story's first text
    added_at: datetime
    # The canonical article that `changes` was worked out against; another one than the story's: to be done again.
    compared_with: int | None = None
    changes: dict[str, Any] | None = json_or_none()  # cleaners.stories.Changes: what this copy did

    __table_args__ = (Index("ix_storymember_story", "story_id", "article_id", "compared_with"),)


class StoryKey(SQLModel, table=True):
    """A key of a story's first text: a band of its fingerprint or the hash of a long clause (signed 64 bits)."""

    key: int = bigint_field(primary_key=True)
    story_id: int = Field(primary_key=True, foreign_key="story.id")
    fingerprint: int = bigint_field()

    # The rows lie in the order of their key: a look-up of some hundred stories of a band reads a page or two.
    __table_args__ = (Index("ix_storykey_story", "story_id"), {"sqlite_with_rowid": False})
