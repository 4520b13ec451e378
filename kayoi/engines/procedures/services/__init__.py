"""What can be done with applications, their papers, proxies and letters."""

from kayoi.engines.procedures.services.applications import (
    Started,
    UnableToApprove,
    approve_application,
    change_answers,
    forget_old_drafts,
    keep_draft,
    new_link,
    refuse_application,
    return_application,
    start_application,
    submit_application,
    withdraw_application,
)
from kayoi.engines.procedures.services.letters import issue_letter
from kayoi.engines.procedures.services.papers import accept_paper, need_papers, receive_paper, return_paper
from kayoi.engines.procedures.services.proxies import confirm_proxy, end_proxy, name_proxy
from kayoi.engines.procedures.services.telling import tell_applicant

__all__ = [
    "Started",
    "UnableToApprove",
    "accept_paper",
    "approve_application",
    "change_answers",
    "confirm_proxy",
    "end_proxy",
    "forget_old_drafts",
    "issue_letter",
    "keep_draft",
    "name_proxy",
    "need_papers",
    "new_link",
    "receive_paper",
    "refuse_application",
    "return_application",
    "return_paper",
    "start_application",
    "submit_application",
    "tell_applicant",
    "withdraw_application",
]
