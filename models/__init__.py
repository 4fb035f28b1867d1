"""What is remembered: tables, session, queries, migrations.  No rules about text live here.

Every row that a step leaves behind is found again from the store alone, so that each step can be killed at any
point and run again.  Times are aware and stored in UTC; a date without a time stays a date.
"""

from models.articles import Article, ArticleAttachment, ArticleVersion, AttachmentState, AttachmentVersion
from models.corrections import Correction, CorrectionKind
from models.database import Database, open_database
from models.digests import Delivery, DeliveryState, Digest, DigestItem, ItemEvent
from models.errors import DatabaseUnreachableError, StoreError
from models.policies import (
    ArticleRecognition,
    LinkRelation,
    Mention,
    Novelty,
    Policy,
    PolicyCommitment,
    PolicyEffect,
    PolicyLink,
    PolicyName,
)
from models.profiles import SiteProfileRow
from models.search import PolicyPiece
from models.snapshots import Body, Outcome, Snapshot, SnapshotKind
from models.sources import Bookmark, CrawlPass, Failure, PassKind, SourceState
from models.stories import Story, StoryKey, StoryMember
from models.turns import HostMeeting

__all__ = [
    "Article",
    "ArticleAttachment",
    "ArticleRecognition",
    "ArticleVersion",
    "AttachmentState",
    "AttachmentVersion",
    "Body",
    "Bookmark",
    "Correction",
    "CorrectionKind",
    "CrawlPass",
    "Database",
    "DatabaseUnreachableError",
    "Delivery",
    "DeliveryState",
    "Digest",
    "DigestItem",
    "Failure",
    "HostMeeting",
    "ItemEvent",
    "LinkRelation",
    "Mention",
    "Novelty",
    "Outcome",
    "PassKind",
    "Policy",
    "PolicyCommitment",
    "PolicyEffect",
    "PolicyLink",
    "PolicyName",
    "PolicyPiece",
    "SiteProfileRow",
    "Snapshot",
    "SnapshotKind",
    "SourceState",
    "StoreError",
    "Story",
    "StoryKey",
    "StoryMember",
    "open_database",
]
