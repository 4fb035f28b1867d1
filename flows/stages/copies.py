"""What copies did: each copy is compared with its story's canonical text, each earlier version with the next one.

Left-over work of ``group``, found from the store: a copy placed lately, or one whose canon has moved.  The comparing
is ``cleaners.stories.copy``; no lock is held while it runs.
"""

from __future__ import annotations

from sqlmodel import Session, col, select

from cleaners.stories.copy import what_changed
from models import Article, ArticleVersion, Database, Story, StoryMember
from models.leftovers import members_to_compare, versions_to_compare
from models.retry import retried


def compare_copies(database: Database) -> int:
    """Note what every copy and every new version did, where it is not noted yet; how many were noted."""
    with database.reading() as session:
        members, versions = members_to_compare(session), versions_to_compare(session)
    return sum(_note_member(database, one) for one in members) + sum(
        _note_version(database, one) for one in versions
    )


def _note_member(database: Database, article_id: int) -> bool:
    with database.reading() as session:
        found = session.exec(
            select(StoryMember, Story)
            .join(Story, col(Story.id) == col(StoryMember.story_id))
            .where(StoryMember.article_id == article_id)
        ).one_or_none()
        if found is None:
            return False
        member, story = found
        canon, copy = (
            session.get_one(Article, story.canonical_article_id),
            session.get_one(Article, article_id),
        )
    own = copy.id == canon.id
    changes = (
        None
        if own
        else what_changed(canon.text, copy.text, title_before=canon.title, title_after=copy.title).as_data()
    )

    def work(session: Session) -> bool:
        row = session.get(StoryMember, article_id, with_for_update=True)
        now = session.get(Article, canon.id)
        if row is None or now is None or row.story_id != member.story_id:
            return False  # placed anew meanwhile: left for the next run
        if row.text_sha256 != copy.text_sha256 or now.text_sha256 != canon.text_sha256:
            return False
        row.compared_with, row.changes = canon.id, changes
        session.add(row)
        return True

    return retried(database, work)


def _note_version(database: Database, version_id: int) -> bool:
    with database.reading() as session:
        before = session.get_one(ArticleVersion, version_id)
        following = session.exec(
            select(ArticleVersion).where(
                ArticleVersion.article_id == before.article_id, ArticleVersion.version == before.version + 1
            )
        ).one_or_none()
        after = following or session.get_one(Article, before.article_id)
    changes = what_changed(
        before.text, after.text, title_before=before.title, title_after=after.title
    ).as_data()

    def work(session: Session) -> bool:
        row = session.get_one(ArticleVersion, version_id)
        row.changes = changes
        session.add(row)
        return True

    return retried(database, work)
