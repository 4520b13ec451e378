"""Try an import: read every row of the register and decide its fate; nothing of it is in a house file yet."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.rules import Identifying
from kayoi.engines.casefiles.selectors import identifying
from kayoi.engines.imports.rules.layouts import header_of, part_of
from kayoi.engines.imports.rules.matching import Candidate, People
from kayoi.engines.imports.rules.plans import digest_of
from kayoi.foundation.audit import services as audit
from kayoi.foundation.places.selectors import place_of
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.jobs import enqueue
from kayoi.kit.sheets import NoteKind, RowKind, read_sheets, records, shown
from kayoi.kit.text import email_key, kana_key, name_key, phone_key, search_key
from kayoi.programmes.homes.models import Home, RegisterImport, RegisterRow
from kayoi.programmes.homes.rules.exchange.rows import Around, RowPlan, plan_row, settle_rows
from kayoi.programmes.homes.rules.lots import lot_key
from kayoi.programmes.homes.states.exchange import RETURNED, ImportStatus, RowFate
from kayoi.programmes.homes.states.houses import ENDED


@transaction.atomic
def try_register(*, run: RegisterImport, by: Actor, at: datetime) -> None:
    """Ask the worker to read every row (試し読みを始める)."""
    audit.move(run, "try", by=by, at=at, also={"done": 0, "problem": ""})
    enqueue("homes.try_rows", organization=run.organization_id, run=run.pk)


@transaction.atomic
def plan_register(*, run_id: int, by: Actor, at: datetime) -> None:
    """Read the register and keep a plan for every row (行を読む). Killed and run again, it begins anew."""
    run = RegisterImport.objects.select_for_update(of=["self"]).get(pk=run_id)
    if run.status != ImportStatus.TRYING or run.data is None:
        return
    RegisterRow.objects.filter(run=run).delete()
    rows = _read(run, at)
    plans = [plan for _, plan, _ in rows]
    known = _known_houses()
    settle_rows(plans, known, key_of=_keys)
    digests = [digest_of(texts) for _, _, texts in rows]
    _mark_imported(plans, digests)
    leaders = _owners(plans, [number for number, _, _ in rows])
    RegisterRow.objects.bulk_create(
        _row(run, number, plan, texts, digest, leader)
        for (number, plan, texts), digest, leader in zip(rows, digests, leaders, strict=True)
    )
    audit.move(run, "tried", by=by, at=at, also={"total": sum(plan.fate == RowFate.NEW for plan in plans)})


def _read(run: RegisterImport, at: datetime) -> list[tuple[int, RowPlan, list[str]]]:
    """Return number, plan and texts of every row of the chosen table."""
    table = run.tables[run.chosen]
    assert run.data is not None
    book = read_sheets(bytes(run.data), name=run.name, replace_broken=True)
    sheet = next(each for each in book.sheets if each.name == table["sheet"])
    part = part_of(sheet, first=table["first"], until=table["until"])
    around = Around(table["names"], table["targets"], _towns(run.organization_id), local_date(at))
    found = []
    for record in records(part, header_of(part, table["first"], table["last"])):
        if record.kind is RowKind.OTHER_TABLE:
            break
        plan = plan_row(record.cells, around) if record.kind is RowKind.DATA else RowPlan(fate=RowFate.LEFT)
        for note in record.notes:
            plan.tell(None, note.kind, note.message)
        found.append((record.row, plan, [shown(cell) for cell in record.cells]))
    return found


def _towns(organization: int) -> list[str]:
    """Return how an address in this town may begin, the longest first."""
    town = Organization.objects.get(pk=organization)
    place = place_of(town.place_code)
    names = {town.name, *([place.full_name, place.name] if place else [])}
    if place and place.prefecture:
        names.add(place.prefecture.name + town.name)
    return sorted(names, key=len, reverse=True)


def _keys(plan: RowPlan) -> list[str]:
    fields = plan.fields
    lot = "" if plan.state in ENDED else lot_key(fields.get("quarter", ""), fields.get("lot_number", ""))
    return [key for key in (_number_key(fields.get("number", "")), lot) if key]


def _number_key(number: str) -> str:
    return f"no. {number}" if number else ""


def _known_houses() -> dict[str, str]:
    """Return the number of each house by its number and, where it has not ended, by its lot."""
    known: dict[str, str] = {}
    for number, lot, status in Home.objects.values_list("number", "lot_key", "status"):
        known[_number_key(number)] = number
        if lot and status not in ENDED:
            known[lot] = number
    return known


def _mark_imported(plans: Sequence[RowPlan], digests: Sequence[str]) -> None:
    """Refuse the rows that an earlier import has brought already, word for word."""
    standing = RegisterRow.objects.filter(done=True, digest__in=digests)
    known = dict(standing.values_list("digest", "home__number"))
    for plan, digest in zip(plans, digests, strict=True):
        if plan.fate == RowFate.NEW and digest in known:
            plan.refuse(RowFate.KNOWN, f"同じ内容の行を、前に取り込んでいます({known[digest]})。")


def _owners(plans: Sequence[RowPlan], numbers: Sequence[int]) -> list[int | None]:
    """Decide whose file each owner goes into (名寄せ); return for each row the earlier row with the same owner.

    The same telephone or mail (and nothing against it) is the same person, in a register also name and address.
    A file that is there is never changed by a register.
    """
    identities = [_identity(plan.owner) if plan.owner and plan.fate == RowFate.NEW else None for plan in plans]
    people = People()
    for file in _present([each for each in identities if each is not None]):
        people.add(Candidate(identifying(file), file_id=file.pk))
    neighbours: dict[tuple[str, str], Candidate] = {}
    leaders: list[int | None] = []
    for plan, who, number in zip(plans, identities, numbers, strict=True):
        if who is None:
            leaders.append(None)
            continue
        home = (who.name_key, search_key(plan.owner.get("address", "")))
        mine = Candidate(who, number=number)
        found = people.same(who) or (neighbours.get(home) if all(home) else None)
        leaders.append(found.number if found is not None and found.file_id is None else None)
        if found is None:
            people.add(mine)
        elif found.file_id is not None:
            plan.owner = {**plan.owner, "file_id": found.file_id}
        neighbours.setdefault(home, found or mine)
    return leaders


def _identity(owner: dict[str, str]) -> Identifying:
    return Identifying(
        name_key(owner.get("name", ""))[:100],
        kana_key(owner.get("kana", ""))[:100],
        None,
        phone_key(owner.get("phone", ""))[:60],
        email_key(owner.get("email", ""))[:254],
    )


def _present(identities: Sequence[Identifying]) -> list[CaseFile]:
    """Return the files that share a telephone or an address of mail with an owner."""
    phones, mails = ({getattr(each, name) for each in identities} - {""} for name in ("phone_key", "email_key"))
    same = Q(phone_key__in=phones) | Q(email_key__in=mails)
    return list(CaseFile.objects.roots().without_search().filter(same))


def _row(
    run: RegisterImport, number: int, plan: RowPlan, texts: list[str], digest: str, leader: int | None
) -> RegisterRow:
    told = plan.fate in RETURNED or any(said["kind"] == NoteKind.PROBLEM for said in plan.said)
    kept = {
        "state": plan.state,
        "fields": plan.fields,
        "details": plan.details,
        "owner": plan.owner,
        "notes": plan.notes,
    }
    return RegisterRow(
        run=run, row=number, fate=plan.fate, digest=digest, said=plan.said, leader=leader, cells=texts if told else [],
        plan=kept if plan.fate == RowFate.NEW else {},
    )  # fmt: skip
