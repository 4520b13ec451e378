"""The people of a house: the tree of heirs with shares, contact and consent state; who is silent, who refused."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from kayoi.engines.casefiles import selectors as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.followups.models import FollowUp
from kayoi.kit.verdict import Verdict
from kayoi.programmes.homes.models import Home, Party
from kayoi.programmes.homes.rules.inheritance import Kin, legal_shares
from kayoi.programmes.homes.rules.shares import share_of, shares_add_up
from kayoi.programmes.homes.states import PARTY, Agreement, Kinship, PartyRole, Reached
from kayoi.programmes.homes.states.parties import HOLDERS

FOUND = 10


@dataclass(frozen=True)
class Shown:
    """A party as staff see it: of somebody under protection measures nothing but that there is one.

    `below` are those who inherit from this one; `legal` is the share by law, as a guide.
    """

    party: Party
    name: str
    hidden: bool = False
    legal: str = ""
    agent_name: str = ""
    agent_ended: bool = False
    next: FollowUp | None = None
    below: Sequence["Shown"] = ()

    @property
    def is_holder(self) -> bool:
        return self.party.role in HOLDERS

    @property
    def is_dead(self) -> bool:
        return self.party.role == PartyRole.DECEASED

    @property
    def is_silent(self) -> bool:
        return self.is_holder and self.party.agreement == Agreement.OPEN

    @property
    def wants_letter(self) -> bool:
        return self.is_silent and self.party.reached != Reached.UNKNOWN and not self.hidden


@dataclass(frozen=True)
class People:
    """Everybody around a house: holders and the dead as a tree, others beside it, and what is still missing."""

    tree: Sequence[Shown]
    others: Sequence[Shown]
    all: Sequence[Shown]
    shares: Verdict
    silent: Sequence[Shown] = field(default=())
    refused: Sequence[Shown] = field(default=())
    lost: Sequence[Shown] = field(default=())
    without_heirs: Sequence[Shown] = field(default=())
    ended: Sequence[Shown] = field(default=())


def people_of(home: Home, *, on: date) -> People:
    """Return everybody around a house, in a fixed number of queries."""
    parties = list(
        Party.objects.filter(home=home).select_related("case_file").defer("case_file__search").order_by("pk")
    )
    names = names_of(parties, on=on)
    shown = _shown(parties, names, on=on)
    roots = [one for one in shown if one.party.heir_of_id is None]
    holders = [one for one in shown if one.is_holder]
    return People(
        tree=[one for one in roots if one.is_holder or one.is_dead],
        others=[one for one in roots if not (one.is_holder or one.is_dead)],
        all=shown,
        shares=shares_add_up([share_of(one.party.share) for one in holders]),
        silent=[one for one in holders if one.is_silent],
        refused=[one for one in holders if one.party.agreement == Agreement.REFUSED],
        lost=[one for one in holders if one.party.reached == Reached.UNKNOWN],
        without_heirs=[one for one in shown if one.is_dead and not one.below and not one.party.heir_of_id],
        ended=[one for one in shown if one.agent_ended],
    )


def names_of(parties: Sequence[Party], *, on: date) -> dict[int, tuple[str, bool]]:
    """Return by party its name, or the number of the file where protection measures hide it, and which of both."""
    roots = casefiles.roots_of({party.case_file_id for party in parties})
    hidden = casefiles.protected_families({file.pk for file in roots.values()}, on=on)
    return {
        party.pk: (f"個票 {file.number}(支援措置)", True) if file.pk in hidden else (file.shown_name, False)
        for party in parties
        for file in [roots[party.case_file_id]]
    }


def _shown(parties: Sequence[Party], names: dict[int, tuple[str, bool]], *, on: date) -> list[Shown]:
    """Return all parties, those nearest to the root first; each carries those below it."""
    legal, follow_ups = _legal_shares(parties), _next_follow_ups(parties)
    made: dict[int, Shown] = {}

    def show(party: Party) -> Shown:
        agent = names.get(party.agent_id or 0)
        name, hidden = names[party.pk]
        below = [show(other) for other in parties if other.heir_of_id == party.pk]
        made[party.pk] = Shown(
            party, name, hidden, legal.get(party.pk, ""),
            agent_name=agent[0] if agent else "",
            agent_ended=party.agent_ends_before is not None and party.agent_ends_before <= on,
            next=follow_ups.get(str(party.pk)), below=below,
        )  # fmt: skip
        return made[party.pk]

    for party in parties:
        if party.heir_of_id is None:
            show(party)
    return [made[party.pk] for party in parties]


def _next_follow_ups(parties: Sequence[Party]) -> dict[str, FollowUp]:
    rows = FollowUp.objects.open().filter(cause=PARTY, reference__in=[str(party.pk) for party in parties])
    return {row.reference: row for row in rows.order_by("-due_on", "-pk")}


def _legal_shares(parties: Sequence[Party]) -> dict[int, str]:
    """Return what the living heirs of each dead title holder would get by law, as text; empty where nobody died."""

    def kin_of(party: Party) -> tuple[Kin, ...]:
        return tuple(
            Kin(
                other.pk, Kinship.of(other.kinship or Kinship.OTHER), other.role == PartyRole.DECEASED, other.died_on,
                kin_of(other),
            )
            for other in parties if other.heir_of_id == party.pk
        )  # fmt: skip

    found: dict[int, str] = {}
    for party in parties:
        if party.role == PartyRole.DECEASED and party.heir_of_id is None:
            estate = share_of(party.share) or Fraction(1)
            shares = legal_shares(estate=estate, died_on=party.died_on, kin=kin_of(party))
            found |= {key: str(share) for key, share in shares.items()}
    return found


@dataclass(frozen=True)
class Found:
    """A file that may be the person's. Of somebody under protection measures nothing is shown but that there is one."""

    file: CaseFile
    protected: bool


def found_files(words: str, *, on: date) -> list[Found]:
    """Return whose file it may be, by name as heard, reading or telephone, best first."""
    files = casefiles.find_case_files(words, most=FOUND) if words else []
    hidden = casefiles.protected_families([file.pk for file in files], on=on)
    return [Found(file, file.pk in hidden) for file in files]
