"""Other living grants that stand against a payment: of the same scheme, or of one that pays for the same cost."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import bodies_of, roots_of
from kayoi.kit.text import name_key
from kayoi.programmes.schemes.models import ClaimMonth, Grant, GrantTerms
from kayoi.programmes.schemes.rules.guard.values import Other
from kayoi.programmes.schemes.selectors.household import household_as_decided
from kayoi.programmes.schemes.states.grants import GrantStatus, Shape

CHILD = "child"
ENDED = (GrantStatus.CANCELLED, GrantStatus.RETURNED)
# Of a grant and of what it belongs to: applications are long.
READ = (
    "organization", "case_file", "decision", "procedure", "application", "status", "shape", "fiscal_year",
    "decided_yen", "paid_yen", "house_number",
)  # fmt: skip
Key = tuple[str, object]


@dataclass(frozen=True)
class Others:
    """Living grants by what they have in common with another: person, household, house."""

    terms: Mapping[int, GrantTerms]
    by_key: Mapping[Key, Sequence[Grant]]
    files: Mapping[int, CaseFile]
    bodies: Container[int]
    children: Mapping[int, frozenset[date]]
    months: Mapping[int, Sequence[date]]

    def about(self, grant: Grant) -> list[Other]:
        """Return what stands against a grant: what was granted before it, or paid already."""
        keys = self._keys(grant)
        near = {one.pk: one for key in keys for one in self.by_key.get(key, ())}
        near |= {one.pk: one for day in self.children.get(grant.pk, ()) for one in self.by_key.get(("born", day), ())}
        before = [one for one in near.values() if one.pk < grant.pk or (one.pk > grant.pk and one.paid_yen)]
        return [found for one in sorted(before, key=lambda one: one.pk) if (found := self._other(grant, one, keys))]

    def _keys(self, grant: Grant) -> set[Key]:
        file = self.files[grant.case_file_id]
        return _keys(grant, file, is_body=file.pk in self.bodies)

    def _other(self, grant: Grant, one: Grant, keys: set[Key]) -> Other | None:
        same_scheme = one.procedure_id == grant.procedure_id
        cost = self.terms[grant.procedure_id].cost
        if not same_scheme and (not cost or self.terms[one.procedure_id].cost != cost):
            return None
        file, own = self.files[one.case_file_id], self.files[grant.case_file_id]
        common = {kind for kind, _ in keys & self._keys(one)}
        apart = not common & {"file", "person", "household"}
        children = self.children.get(one.pk, frozenset()) & self.children.get(grant.pk, frozenset())
        return Other(
            receipt=one.application.receipt, title=one.procedure.title, is_same_scheme=same_scheme,
            is_same_person=bool(common & {"file", "person"}), is_same_household="household" in common,
            is_same_house="house" in common,
            is_other_house="house" not in common and bool(one.house_number and grant.house_number),
            is_alike=_is_alike(grant, one),
            children=sorted(children) if apart and same_scheme and _may_be_parents(file, own) else (),
            months=self.months.get(one.pk, ()),
        )  # fmt: skip


def others_of(grants: Sequence[Grant]) -> Others:
    """Return the living grants in the schemes of these grants, and in those that pay for the same costs."""
    terms = defaultdict(GrantTerms, {one.procedure_id: one for one in GrantTerms.objects.all()})
    own = {grant.procedure_id for grant in grants}
    costs = {terms[pk].cost for pk in own} - {""}
    schemes = own | {pk for pk, one in terms.items() if one.cost in costs}
    rows = Grant.objects.filter(procedure__in=schemes).exclude(status__in=ENDED)
    rows = rows.exclude(Q(status=GrantStatus.STOPPED, paid_yen=0)).select_related("procedure", "application")
    living = list(rows.only(*READ, "procedure__title", "application__receipt").order_by("pk"))
    files = roots_of({one.case_file_id for one in [*living, *grants]})
    children = _children([*living, *grants])
    bodies = bodies_of(file.pk for file in files.values())
    by_key = defaultdict(list)
    for one in living:
        file = files[one.case_file_id]
        for key in _keys(one, file, is_body=file.pk in bodies) | {("born", day) for day in children.get(one.pk, ())}:
            by_key[key].append(one)
    return Others(terms, by_key, files, bodies, children, _months(living))


def _keys(grant: Grant, file: CaseFile, *, is_body: bool) -> set[Key]:
    """Return how a grant is known: by file, name and day of birth (a body by its name), household and house."""
    keys: set[Key] = {("file", file.pk)}
    if file.name and file.birth_on:
        keys.add(("person", (name_key(file.name), file.birth_on)))
    if is_body:
        keys.add(("person", (name_key(file.name), None)))
    if file.household_id is not None:
        keys.add(("household", file.household_id))
    if grant.house_number:
        keys.add(("house", grant.house_number))
    return keys


def _is_alike(grant: Grant, one: Grant) -> bool:
    return (grant.fiscal_year, grant.decided_yen, grant.house_number, Shape.ONCE) == (
        one.fiscal_year, one.decided_yen, one.house_number, one.shape,
    )  # fmt: skip


def _may_be_parents(one: CaseFile, other: CaseFile) -> bool:
    """Tell whether two people may have a child together: one family name, one address or one telephone number.

    Children are known by their days of birth only, which strangers share.
    """
    family = {file.name.split()[0] for file in (one, other) if file.name.split()}
    return (
        (len(family) == 1 and bool(one.name and other.name))
        or (one.address != "" and one.address == other.address)
        or (one.phone != "" and one.phone == other.phone)
    )


def _children(grants: Iterable[Grant]) -> dict[int, frozenset[date]]:
    """Return the days of birth of children in frozen facts, by grant; decisions without any are not read."""
    found = {}
    for pk, members in household_as_decided(grants, containing=CHILD).items():
        days = {one["born_on"] for one in members if one.get("relation") == CHILD and one.get("born_on")}
        if days:
            found[pk] = frozenset(date.fromisoformat(day) for day in days)
    return found


def _months(grants: Iterable[Grant]) -> dict[int, list[date]]:
    found = defaultdict(list)
    rows = ClaimMonth.objects.filter(grant__in=[one.pk for one in grants if one.shape == Shape.MONTHLY])
    for grant, month in rows.order_by("month").values_list("grant", "month"):
        found[grant].append(month)
    return found
