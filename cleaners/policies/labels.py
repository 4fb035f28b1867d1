"""What a title says its page is: the prior.  The body may overrule it (``evidence``).

Ordered rules, first hit wins; each has a name that is quoted in the answer's reasons.  The order carries the
knowledge: a recruitment 公告 and a tender 公告 are worded like policies, so they are asked first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cleaners.policies import title_notices as notices
from cleaners.policies import title_rules as words
from cleaners.policies.recognition import Label, Reason
from cleaners.policies.title_rules import Title, read_title


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    label: Label
    finds: Callable[[Title], str | None]


_RULES = (
    _Rule("title is an order with its serial", Label.POLICY_DOCUMENT, words.is_command),
    _Rule("title replies to a proposal", Label.REPLY_TO_PROPOSAL, notices.replies),
    _Rule("title asks for comments", Label.DRAFT_FOR_COMMENT, notices.asks_for_comments),
    _Rule("title recruits or appoints", Label.PERSONNEL_RECRUITMENT, notices.recruits),
    _Rule("title buys or tenders", Label.PROCUREMENT_TENDER, notices.tenders),
    _Rule("title explains", Label.INTERPRETATION, words.explains),
    _Rule("title counts cases", Label.EPIDEMIC_BULLETIN, notices.counts_cases),
    _Rule("title lists names open to objection", Label.LICENSE_PUBLICITY, notices.lists_for_objection),
    _Rule("title is an announcement with its serial", Label.POLICY_DOCUMENT, words.is_order),
    _Rule("title has the form of a document", Label.POLICY_DOCUMENT, words.has_form),
    _Rule("general offices issue 《》", Label.POLICY_DOCUMENT, words.is_issued_bare),
    _Rule("title tells how to do something or asks", Label.OTHER, words.asks_or_guides),
    _Rule("title reports that 《》 was issued", Label.NEWS, words.reports_issue),
    _Rule("title names a rule", Label.POLICY_DOCUMENT, words.names_rule),
    _Rule("title is worded like news", Label.NEWS, words.reads_like_news),
)


def title_label(title: str) -> tuple[Label, Reason]:
    """The label that a title suggests, and the rule and words that say so.

    What nothing speaks for is news: on the watched sites that is what a title without any form is.
    """
    read = read_title(title)
    if not read.plain:
        return Label.OTHER, Reason("no title", "")
    for rule in _RULES:
        found = rule.finds(read)
        if found:
            return rule.label, Reason(rule.name, found)
    return Label.NEWS, Reason("title without the form of a document", title.strip())
