"""An owner has died: the house stops being offered at once, and heirs are looked for."""

from datetime import date, datetime

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.programmes.homes.models import Home, Party
from kayoi.programmes.homes.selectors.listings import consented
from kayoi.programmes.homes.services.blockers import block_by_heirs
from kayoi.programmes.homes.services.consents import end_consents_of
from kayoi.programmes.homes.services.homes import move_home
from kayoi.programmes.homes.services.proxies import end_agent
from kayoi.programmes.homes.states import Agreement, PartyRole
from kayoi.programmes.homes.states.houses import SHOWN
from kayoi.programmes.homes.states.parties import HOLDERS

WHY = "権利者の死亡"


@transaction.atomic
def mark_deceased(*, party: Party, died_on: date | None, version: int, by: Actor, at: datetime) -> None:
    """Write down that somebody has died (亡くなったことを記録する).

    A holder's death suspends the house, ends what was agreed to and all proxies on either side (民法111条), and blocks
    the house until the heirs are known. Raises ChangedMeanwhile.
    """
    home = Home.objects.select_for_update(no_key=True).get(pk=party.home_id)
    party.refresh_from_db()
    if party.role == PartyRole.DECEASED or party.version != version:
        raise ChangedMeanwhile
    was_holder, before = party.role in HOLDERS, consented(home)
    for principal in Party.objects.filter(agent=party):
        end_agent(party=principal, why=WHY, by=by, at=at)
    changes = {
        "role": PartyRole.DECEASED, "died_on": died_on, "is_contact": False, "agreement": Agreement.OPEN,
        "agreed_on": None, "agent": None, "agent_ends_before": None,
    }  # fmt: skip
    audit.change(party, changes, version=version, by=by, at=at, why=WHY)
    if not was_holder:
        return
    end_consents_of(home=home, party=party, before=before, on=died_on or local_date(at), by=by, at=at)
    if home.status in SHOWN:
        move_home(home=home, action="suspend", by=by, at=at, why=WHY)
    block_by_heirs(home=home, remark=WHY, by=by, at=at)
