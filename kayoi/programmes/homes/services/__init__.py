"""What can be done with houses and the people around them."""

from kayoi.programmes.homes.services.around import (
    keep_answer,
    place_home,
    remove_facility,
    stale_layers,
    take_facilities,
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
    withdraw_listing,
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
from kayoi.programmes.homes.services.partners import (
    UnableToInvite,
    close_counter,
    end_broker_member,
    invite_broker,
)
from kayoi.programmes.homes.services.pictures import (
    PictureFields,
    add_picture,
    change_picture,
    remove_picture,
)
from kayoi.programmes.homes.services.survey import (
    Found,
    record_survey,
)

__all__ = [
    "Added",
    "Addressee",
    "AnsweringEnded",
    "Found",
    "HomeFields",
    "PictureFields",
    "Reply",
    "Told",
    "UnableToInvite",
    "UnableToKeepItems",
    "add_letters",
    "add_picture",
    "answer_letter",
    "change_home",
    "change_picture",
    "change_survey",
    "close_counter",
    "close_entrance",
    "end_broker_member",
    "forget_addressees",
    "invite_broker",
    "keep_answer",
    "make_survey",
    "move_home",
    "move_lead",
    "name_owner",
    "open_entrance",
    "open_home",
    "place_home",
    "plan_offer",
    "record_survey",
    "remove_facility",
    "remove_picture",
    "renew_listing",
    "reopen_lead",
    "return_letters",
    "save_draft",
    "set_offer_text",
    "stale_layers",
    "take_facilities",
    "take_on_lead",
    "tell_lead",
    "tell_letters",
    "withdraw_listing",
]
