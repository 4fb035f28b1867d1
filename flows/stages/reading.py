"""What an article is: the recogniser's answer, and what may stand for a policy after operators were asked.

Reading (slow, pure) and deciding (quick, asks the store for corrections) are two steps: the second is done under the
lock that policies are changed under, so that a correction made meanwhile is not overlooked.
"""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import Session, col, select

from cleaners import Label, Recognition, recognise
from flows.stages.corrected import with_corrections
from models import Article, ArticleAttachment, ArticleRecognition, AttachmentState
from models.corrections import ASKED, corrections_of

#: Characters; a page with less text and an attached file is judged with the file's text (policy on one line).
SHORT = 200
#: Announcements that are signed like documents and rule nothing (policy_facts: decisions on one case, 人事任免).
NO_POLICY = (Label.REPLY_TO_PROPOSAL, Label.PERSONNEL_RECRUITMENT, Label.PROCUREMENT_TENDER)


def read_article(session: Session, article: Article) -> Recognition:
    """What the rules say of the article."""
    return recognise(article.title, _text_of(session, article), article.url, card=article.card)


def decide(session: Session, article: Article, said: Recognition, *, is_official: bool) -> Recognition:
    """What the article counts as: ``said`` by the rules, without a document that is not told apart, as corrected."""
    judgement = said if is_told_apart(said, is_official) else replace(said, document=None)
    corrections = corrections_of(session, [article.id or 0])
    if not corrections:
        return judgement
    text = _text_of(session, article)
    return with_corrections(judgement, corrections, title=article.title, text=text, card=article.card)


def is_news(judged: ArticleRecognition | None, article: Article) -> bool:
    """Whether what the article is found to be now may be told: it was never judged (``None``), it was edited since, or
    somebody asked for another judgement.

    Otherwise newer rules read what was known already, and a reader is not told that the rules became better.
    """
    return judged is None or judged.recogniser_version == ASKED or judged.article_version != article.version


def is_told_apart(said: Recognition, is_official: bool) -> bool:
    """Whether the page carries a document that can be told from a report of it.

    At second hand a text without number, issuer and day of writing is a report, whatever its title promises:
    ``某规范公开征求意见`` over the two sentences of a round-up.  A signed and numbered answer to one deputy's
    proposal, a recruitment or a tender has the frame of a document and is no policy wherever it stands.
    """
    document = said.document
    if document is None or said.label in NO_POLICY:
        return False
    if is_official:
        return True
    return bool(document.number or document.issuers or document.written_on)


def _text_of(session: Session, article: Article) -> str:
    """The article's text; one of a line or two goes with the text of its attached file."""
    text = article.text
    if len(text) >= SHORT:
        return text
    files = session.exec(
        select(ArticleAttachment.text)
        .where(ArticleAttachment.article_id == article.id, ArticleAttachment.state == AttachmentState.READ)
        .order_by(col(ArticleAttachment.id))
    ).all()
    return "\n".join([text, *(one for one in files[:1] if one)])
