"""Whether a house may be used for a purpose, from what each of its holders has said; who may speak."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.homes.states import HomeConsentPurpose, PartyRole
from kayoi.programmes.homes.states.parties import HOLDERS


@dataclass(frozen=True)
class Voice:
    """A party of a house and its last word on one purpose: agreed, withdrawn, or None where nothing was said.

    `leads`: the contact of the house, or somebody for whom the contact speaks (委任状).
    """

    role: PartyRole
    leads: bool = False
    word: bool | None = None


def may_rely_on_consent(voices: Sequence[Voice]) -> Verdict:
    """Answer whether there is consent: no holder has withdrawn, and an owner or the contact has given.

    Who is silent does not stand in the way here (registering asks all holders, each for themselves); without an owner
    and without a contact who is a holder, any holder's word will do. Words of others do not count.
    Source: domain section 4.3; 民法251条・252条
    """
    holders = [voice for voice in voices if voice.role in HOLDERS]
    against = []
    if any(voice.word is False for voice in holders):
        against.append(Reason("homes.consent_withdrawn"))
    leading = [voice for voice in holders if voice.leads or voice.role is PartyRole.OWNER] or holders
    if not any(voice.word for voice in leading):
        against.append(Reason("homes.consent_not_given", missing=("consent",)))
    return verdict(against)


def may_give_consent(
    *, role: PartyRole, purpose: HomeConsentPurpose, by_agent: bool, has_agent: bool, ends_before: date | None, on: date
) -> Verdict:
    """Answer whether this party may give a consent on a day: a holder, or an agent whose paper is still in force.

    Being called on one's own telephone is for everybody to allow, never for an agent.
    Source: 民法99条・111条; domain section 4.1
    """
    against = []
    if role not in HOLDERS and not (purpose is HomeConsentPurpose.TELEPHONE and role is not PartyRole.DECEASED):
        against.append(Reason("homes.consent_not_a_holder"))
    if by_agent and purpose is HomeConsentPurpose.TELEPHONE:
        against.append(Reason("homes.consent_own_telephone"))
    if by_agent and not has_agent:
        against.append(Reason("homes.consent_no_agent"))
    if by_agent and has_agent and ends_before is not None and on >= ends_before:
        against.append(Reason("homes.consent_agent_ended"))
    return verdict(against)
