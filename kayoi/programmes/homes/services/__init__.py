"""What can be done with houses and the people around them."""

from kayoi.programmes.homes.services.assignments import (
    UnableToAsk,
    answer_assignment,
    ask_broker,
    end_assignment,
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
from kayoi.programmes.homes.services.homes import HomeFields, change_home, move_home, open_home
from kayoi.programmes.homes.services.listings import renew_listing, withdraw_listing
from kayoi.programmes.homes.services.process import (
    SurveyFields,
    UnableToCheck,
    UnableToTakeStep,
    begin_checks,
    plan_survey,
    record_check,
    record_survey,
    register_home,
    reject_home,
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
from kayoi.programmes.homes.services.steps import take_step
from kayoi.programmes.homes.services.terms import keep_terms

__all__ = [
    "BrokerFields",
    "HomeFields",
    "SurveyFields",
    "UnableToAdmit",
    "UnableToAsk",
    "UnableToCheck",
    "UnableToTakeStep",
    "add_broker",
    "admit_broker",
    "answer_assignment",
    "apply_again",
    "ask_broker",
    "begin_checks",
    "cancel_broker",
    "change_broker",
    "change_home",
    "close_home",
    "delist_home",
    "end_assignment",
    "extend_term",
    "keep_terms",
    "move_home",
    "open_home",
    "plan_survey",
    "publish_home",
    "record_check",
    "record_survey",
    "register_home",
    "reject_home",
    "renew_home",
    "renew_listing",
    "suspend_broker",
    "suspend_home",
    "take_broker_again",
    "take_step",
    "withdraw_home",
    "withdraw_listing",
]
