"""What an owner is offered next: their reason and what they mean to do select it."""

from kayoi.programmes.homes.states import Intention, OwnersReason
from kayoi.programmes.homes.states.finding import NextOffer

O, R, I = NextOffer, OwnersReason, Intention  # noqa: E741  # one letter each, so that the tables read as tables

BY_REASON: dict[OwnersReason, tuple[NextOffer, ...]] = {
    R.STORAGE: (O.PART, O.CLEARING),
    R.SOME_DAY: (O.FIXED_TERM, O.CARE),
    R.BELONGINGS: (O.CLEARING, O.PART),
    R.REPAIR: (O.REPAIR,),
    R.REGISTRY: (O.REGISTRY,),
    R.FAMILY: (O.FAMILY, O.REGISTRY),
    R.STRANGERS: (O.SEEKERS, O.FIXED_TERM),
    R.DEMOLITION: (O.DEMOLITION,),
    R.DONT_KNOW: (O.TALK,),
    R.OTHER: (O.TALK,),
}
BY_INTENTION: dict[Intention, tuple[NextOffer, ...]] = {
    I.SELL: (O.REGISTER,),
    I.LET: (O.REGISTER,),
    I.EITHER: (O.REGISTER,),
    I.KEEP: (O.CARE,),
    I.DEMOLISH: (O.DEMOLITION,),
    I.UNDECIDED: (O.TALK,),
}
# What makes no sense to somebody who means to do that.
NOT_FOR: dict[Intention, frozenset[NextOffer]] = {
    I.SELL: frozenset({O.PART, O.FIXED_TERM, O.CARE}),
    I.KEEP: frozenset({O.SEEKERS}),
    I.DEMOLISH: frozenset({O.PART, O.FIXED_TERM, O.REPAIR, O.SEEKERS, O.CARE}),
}


def next_offers(reason: OwnersReason | None, intention: Intention | None) -> tuple[NextOffer, ...]:
    """Return what to offer an owner, the most fitting first: never nothing, at least a talk.

    Source: 国土交通省 空き家所有者実態調査 (the reasons); ideas I-13
    """
    found = (*(BY_REASON[reason] if reason else ()), *(BY_INTENTION[intention] if intention else ()))
    hidden = NOT_FOR.get(intention, frozenset()) if intention else frozenset()
    return tuple(dict.fromkeys(offer for offer in found if offer not in hidden)) or (O.TALK,)
