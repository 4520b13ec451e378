"""Keep events, count who came, open files for those who left a name; brochures from request to letter box."""

from kayoi.programmes.fairs.services.asking import ask_for_brochures
from kayoi.programmes.fairs.services.brochures import (
    OutOfStock,
    Wanted,
    add_stock,
    cancel_request,
    change_brochure,
    make_brochure,
    request_brochures,
    send_requests,
    tell_labels,
)
from kayoi.programmes.fairs.services.corrections import VisitFields, correct_visit, withdraw_visit
from kayoi.programmes.fairs.services.events import (
    EventFields,
    change_event,
    count_groups,
    make_event,
    take_back_tally,
)
from kayoi.programmes.fairs.services.referrals import ReferralRow, take_referrals
from kayoi.programmes.fairs.services.visits import Guest, record_visit, same_person, two_persons

__all__ = [
    "EventFields",
    "Guest",
    "OutOfStock",
    "ReferralRow",
    "VisitFields",
    "Wanted",
    "add_stock",
    "ask_for_brochures",
    "cancel_request",
    "change_brochure",
    "change_event",
    "correct_visit",
    "count_groups",
    "make_brochure",
    "make_event",
    "record_visit",
    "request_brochures",
    "same_person",
    "send_requests",
    "take_back_tally",
    "take_referrals",
    "tell_labels",
    "two_persons",
    "withdraw_visit",
]
