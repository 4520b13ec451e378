"""What can be done with applications, their papers, proxies and letters."""

from kayoi.engines.procedures.services.accepting import accept_with_mandate
from kayoi.engines.procedures.services.answering import answer, need_papers_of_form, say_who
from kayoi.engines.procedures.services.applicants import Sender, UnableToApply, people_of
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
from kayoi.engines.procedures.services.deciding import Decided, LeftOpen, Passed, sign, sign_each
from kayoi.engines.procedures.services.examining import UnableToJudge, UnableToPropose, judge, propose, send_back
from kayoi.engines.procedures.services.letters import issue_letter
from kayoi.engines.procedures.services.locker import forget_document, keep_document
from kayoi.engines.procedures.services.openings import renew_seasons
from kayoi.engines.procedures.services.packs import LoadedPack, LoadedProcedure, load_pack
from kayoi.engines.procedures.services.papers import (
    UnableToUseDocument,
    accept_paper,
    add_paper,
    need_papers,
    receive_paper,
    return_paper,
    send_paper,
    use_document,
)
from kayoi.engines.procedures.services.procedures import (
    UnableToPublish,
    change_procedure,
    end_procedure,
    open_procedure,
    pause_procedure,
    publish_procedure,
    renew_form,
)
from kayoi.engines.procedures.services.proxies import confirm_proxy, end_proxy, name_proxy
from kayoi.engines.procedures.services.stamping import UnableToDecide
from kayoi.engines.procedures.services.status import allow_status_again, ask_status
from kayoi.engines.procedures.services.telling import tell_applicant

__all__ = [
    "Decided",
    "LeftOpen",
    "LoadedPack",
    "LoadedProcedure",
    "Passed",
    "Sender",
    "Started",
    "UnableToApply",
    "UnableToApprove",
    "UnableToDecide",
    "UnableToJudge",
    "UnableToPropose",
    "UnableToPublish",
    "UnableToUseDocument",
    "accept_paper",
    "accept_with_mandate",
    "add_paper",
    "allow_status_again",
    "answer",
    "approve_application",
    "ask_status",
    "change_answers",
    "change_procedure",
    "confirm_proxy",
    "end_procedure",
    "end_proxy",
    "forget_document",
    "forget_old_drafts",
    "issue_letter",
    "judge",
    "keep_document",
    "keep_draft",
    "load_pack",
    "name_proxy",
    "need_papers",
    "need_papers_of_form",
    "new_link",
    "open_procedure",
    "pause_procedure",
    "people_of",
    "propose",
    "publish_procedure",
    "receive_paper",
    "refuse_application",
    "renew_form",
    "renew_seasons",
    "return_application",
    "return_paper",
    "say_who",
    "send_back",
    "send_paper",
    "sign",
    "sign_each",
    "start_application",
    "submit_application",
    "tell_applicant",
    "use_document",
    "withdraw_application",
]
