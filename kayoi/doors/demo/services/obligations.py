"""Duties of the demonstration: proved, overdue, handed in, broken by moving out, and a match that waits."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from kayoi.doors.demo.selectors.staff import actor_of
from kayoi.doors.demo.services.recoveries import pay_grant, prove_until
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.procedures.models import Procedure
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date, local_time, months_later
from kayoi.programmes.schemes.models import Departure, Grant, Obligation, Proof
from kayoi.programmes.schemes.rules.departures import Listed
from kayoi.programmes.schemes.services import grants, obligations
from kayoi.programmes.schemes.states.enquiries import ENQUIRIES, EnquiryKind
from kayoi.programmes.schemes.states.obligations import PAPERS, Duty, Event

# Who, how that is read, the day of birth, how many months ago they applied, how it stands.
PEOPLE = (
    ("朝霧 すず(架空)", "あさぎり すず", "1991-06-12", 14, "proved"),
    ("木立 航(架空)", "こだち わたる", "1987-10-02", 14, "overdue"),
    ("花筏 詩(架空)", "はないかだ うた", "1994-02-27", 13, "received"),
    ("岩魚 透(架空)", "いわな とおる", "1989-08-19", 10, "moved"),
    ("笹百合 栞(架空)", "ささゆり しおり", "1993-11-05", 8, "alike"),
)


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Let five people of Ina keep, or not keep, what they promised for a grant; the refunds come before."""
    if town.slug != "ina":
        return
    officer, head = (actor_of(next(one for one in staff if one.role == role)) for role in ("officer", "section_head"))
    procedure, listed = Procedure.objects.get(key="ijushienkin-demo"), []
    for number, (name, kana, born_on, months, state) in enumerate(PEOPLE):
        applied_at = datetime.combine(months_later(local_date(at), -months).replace(day=10), local_time(at).timetz())
        you = {"who": "self", "name": name, "kana": kana, "birth_on": born_on, "phone": f"090-0000-86{number:02}",
               "email": f"duty{number}@demo.example", "address": f"長野県伊那市架空{number + 61}"}  # fmt: skip
        grant = pay_grant(town=town, procedure=procedure, you=you, head=head, by=officer, at=applied_at)
        if state == "proved":
            prove_until(grant=grant, sender=grants.Sender(town, ""), by=officer, at=at)
        elif state == "received":
            _hand_in(grant, by=officer, at=at - timedelta(days=2))
        elif state in ("moved", "alike"):
            born = date.fromisoformat(born_on) if state == "moved" else None
            moved_on = local_date(at) - timedelta(days=20 + number)
            listed.append(Listed(number, name, kana, born, Event.MOVED_OUT, moved_on))
    source = obligations.Source("市民課(架空)", ENQUIRIES[EnquiryKind.RESIDENCE].ground, local_date(at))
    obligations.take_departures(source=source, rows=listed, by=officer, at=at - timedelta(days=1))
    sure = Departure.objects.filter(likeness="same").select_related("departure_list", "grant")
    obligations.confirm_departures(departures=list(sure), by=officer, at=at - timedelta(days=1))
    obligations.follow_obligations(sender=grants.Sender(town, ""), by=by, at=at)


def _hand_in(grant: Grant, *, by: Actor, at: datetime) -> None:
    for duty in Obligation.objects.filter(grant=grant):
        proof, means = Proof.objects.get(obligation=duty, year=1), PAPERS[Duty.of(duty.kind)]
        obligations.receive_proof(proof=proof, channel=Channel.LETTER, means=means, by=by, at=at)
