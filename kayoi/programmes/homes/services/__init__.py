"""What can be done with houses and the people around them."""

from kayoi.programmes.homes.services.applying import (
    UnableToOffer,
    send_offer,
    take_offer,
)
from kayoi.programmes.homes.services.around import (
    keep_answer,
    place_home,
    remove_facility,
    stale_layers,
    take_facilities,
)
from kayoi.programmes.homes.services.assignments import (
    UnableToAsk,
    answer_assignment,
    ask_broker,
    end_assignment,
)
from kayoi.programmes.homes.services.blockers import (
    UnableToRefer,
    add_blocker,
    begin_blocker,
    change_blocker,
    plan_for_blocker,
    refer_blocker,
    reopen_blocker,
    solve_blocker,
    stall_blocker,
)
from kayoi.programmes.homes.services.brokers import (
    BrokerFields,
    UnableToAdmit,
    add_broker,
    admit_broker,
    cancel_broker,
    change_broker,
    suspend_broker,
    take_broker_again,
)
from kayoi.programmes.homes.services.consents import (
    UnableToConsent,
    give_consent,
    give_consents,
    withdraw_consent,
)
from kayoi.programmes.homes.services.contracts import (
    ContractFields,
    UnableToReport,
    complete_contract,
    fall_through,
    report_contract,
)
from kayoi.programmes.homes.services.deaths import (
    mark_deceased,
)
from kayoi.programmes.homes.services.entrances import (
    close_entrance,
    open_entrance,
)
from kayoi.programmes.homes.services.homes import (
    HomeFields,
    UnableToKeepItems,
    change_home,
    move_home,
    open_home,
)
from kayoi.programmes.homes.services.inquiries import (
    UnableToChoose,
    UnableToInquire,
    ask_to_talk,
    choose_inquiry,
    decline_inquiry,
    end_talk,
    fall_through_inquiry,
    withdraw_inquiry,
)
from kayoi.programmes.homes.services.keys import (
    UnableToLend,
    lend_key,
    return_key,
)
from kayoi.programmes.homes.services.leads import (
    Told,
    move_lead,
    name_owner,
    reopen_lead,
    take_on_lead,
    tell_lead,
)
from kayoi.programmes.homes.services.listings import (
    renew_listing,
    renew_unlike,
    withdraw_listing,
)
from kayoi.programmes.homes.services.offered import (
    Offered,
    Sender,
)
from kayoi.programmes.homes.services.offers import (
    plan_offer,
    set_offer_text,
)
from kayoi.programmes.homes.services.owner_surveys import (
    Added,
    Addressee,
    AnsweringEnded,
    Reply,
    add_letters,
    answer_letter,
    change_survey,
    forget_addressees,
    make_survey,
    return_letters,
    save_draft,
    tell_letters,
)
from kayoi.programmes.homes.services.papers import (
    accept_offer_paper,
    return_offer_paper,
    send_paper,
)
from kayoi.programmes.homes.services.parties import (
    PartyFields,
    UnableToPlaceParty,
    add_party,
    change_party,
    record_letter,
    record_word,
    remove_party,
)
from kayoi.programmes.homes.services.pictures import (
    PictureFields,
    add_picture,
    change_picture,
    remove_picture,
)
from kayoi.programmes.homes.services.price_talks import (
    hand_to_broker,
)
from kayoi.programmes.homes.services.process import (
    UnableToCheck,
    UnableToTakeStep,
    begin_checks,
    finish_survey,
    plan_survey,
    record_check,
    register_home,
    reject_home,
)
from kayoi.programmes.homes.services.proxies import (
    UnableToNameAgent,
    end_agent,
    set_agent,
)
from kayoi.programmes.homes.services.publishing import (
    apply_again,
    close_home,
    delist_home,
    extend_term,
    publish_home,
    renew_home,
    suspend_home,
    withdraw_home,
)
from kayoi.programmes.homes.services.returning import (
    Return,
    refuse_offer,
    return_offer,
    withdraw_offer,
)
from kayoi.programmes.homes.services.seekers import (
    Applied,
    AppliedBy,
    SeekerFields,
    UnableToRegister,
    apply_as_seeker,
    expire_seekers,
    refuse_seeker,
    register_seeker,
    remind_seekers,
    renew_seeker,
    withdraw_seeker,
)
from kayoi.programmes.homes.services.solvers import (
    SolverFields,
    add_solver,
    change_solver,
)
from kayoi.programmes.homes.services.steps import (
    take_step,
)
from kayoi.programmes.homes.services.survey import (
    Found,
    record_survey,
)
from kayoi.programmes.homes.services.terms import (
    keep_terms,
)
from kayoi.programmes.homes.services.viewings import (
    UnableToView,
    ViewingWish,
    ask_viewing,
    cancel_viewing,
    finish_viewing,
    fix_viewing,
    put_in_day,
)
from kayoi.programmes.homes.services.wishes import (
    share_wishes,
)

__all__ = [
    "Added", "Addressee", "AnsweringEnded", "Applied", "AppliedBy", "BrokerFields", "ContractFields", "Found",
    "HomeFields", "Offered", "PartyFields", "PictureFields", "Reply", "Return", "SeekerFields", "Sender",
    "SolverFields", "Told", "UnableToAdmit", "UnableToAsk", "UnableToCheck", "UnableToChoose", "UnableToConsent",
    "UnableToInquire", "UnableToKeepItems", "UnableToLend", "UnableToNameAgent", "UnableToOffer",
    "UnableToPlaceParty", "UnableToRefer", "UnableToRegister", "UnableToReport", "UnableToTakeStep",
    "UnableToView", "ViewingWish", "accept_offer_paper", "add_blocker", "add_broker", "add_letters", "add_party",
    "add_picture", "add_solver", "admit_broker", "answer_assignment", "answer_letter", "apply_again",
    "apply_as_seeker", "ask_broker", "ask_to_talk", "ask_viewing", "begin_blocker", "begin_checks",
    "cancel_broker", "cancel_viewing", "change_blocker", "change_broker", "change_home", "change_party",
    "change_picture", "change_solver", "change_survey", "choose_inquiry", "close_entrance", "close_home",
    "complete_contract", "decline_inquiry", "delist_home", "end_agent", "end_assignment", "end_talk",
    "expire_seekers", "extend_term", "fall_through", "fall_through_inquiry", "finish_survey", "finish_viewing",
    "fix_viewing", "forget_addressees", "give_consent", "give_consents", "hand_to_broker", "keep_answer",
    "keep_terms", "lend_key", "make_survey", "mark_deceased", "move_home", "move_lead", "name_owner",
    "open_entrance", "open_home", "place_home", "plan_for_blocker", "plan_offer", "plan_survey", "publish_home",
    "put_in_day", "record_check", "record_letter", "record_survey", "record_word", "refer_blocker",
    "refuse_offer", "refuse_seeker", "register_home", "register_seeker", "reject_home", "remind_seekers",
    "remove_facility", "remove_party", "remove_picture", "renew_home", "renew_listing", "renew_seeker", "renew_unlike",
    "reopen_blocker", "reopen_lead", "report_contract", "return_key", "return_letters", "return_offer",
    "return_offer_paper", "save_draft", "send_offer", "send_paper", "set_agent", "set_offer_text", "share_wishes",
    "solve_blocker", "stale_layers", "stall_blocker", "suspend_broker", "suspend_home", "take_broker_again",
    "take_facilities", "take_offer", "take_on_lead", "take_step", "tell_lead", "tell_letters", "withdraw_consent",
    "withdraw_home", "withdraw_inquiry", "withdraw_listing", "withdraw_offer", "withdraw_seeker",
]  # fmt: skip
