"""The papers of a date: itinerary, list of participants, and what the travel agency needs."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.template.loader import get_template

from kayoi.engines.casefiles.selectors import protected_families
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.kit.sheets import Column, ColumnKind, Table
from kayoi.programmes.tours.models import ItineraryItem, Party, TourDate
from kayoi.programmes.tours.selectors.words import WEEKDAYS, days_in_words, either, in_english
from kayoi.programmes.tours.states import WITH_DATE, PartyStatus

HIDDEN = "(支援措置の対象。担当へ)"


@dataclass(frozen=True)
class Paper:
    """A paper: title, facts, a table with the widths of its columns, notes, whom to call."""

    title: str
    town: str
    facts: Sequence[tuple[str, str]]
    widths: Sequence[str]
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str]
    contact: str

    def as_data(self) -> dict[str, Any]:
        """Return what the PDF is made from."""
        return asdict(self)


@dataclass(frozen=True)
class Coming:
    """A party that has a place; name and all that leads to it are empty for people under protection measures."""

    party: Party
    is_hidden: bool

    @property
    def name(self) -> str:
        """How the representative is called, or that nothing is said."""
        return HIDDEN if self.is_hidden else self.party.case_file.shown_name


def typst_source() -> str:
    """Return the template of the PDFs."""
    source: str = get_template("tours/paper.typ").template.source  # type: ignore[attr-defined]
    return source


def itinerary_items(date: TourDate) -> list[ItineraryItem]:
    """Return what happens on a date, in the order of time."""
    return list(date.items.order_by("day", "starts", "pk"))


def itinerary_paper(date: TourDate, organization: Organization) -> Paper:
    """Return the itinerary as participants get it, in the reader's language: without notes and hosts of the office."""
    tour, english = date.tour, in_english()
    facts = (
        ("Dates" if english else "日程", days_in_words(date)),
        ("Meeting point" if english else "集合", either(date.meeting_point, date.meeting_point_en)),
        ("Organizer" if english else "主催", tour.organizer),
        ("Travel agency" if english else "旅行の実施", " ".join(filter(None, (tour.agency_name, tour.agency_number)))),
        ("Insurance" if english else "保険", tour.insurance),
        ("Contact on the day" if english else "当日の連絡先", tour.contact),
    )
    rows = [
        (_day(date, item), f"{item.starts:%-H:%M}", either(item.title, item.title_en), item.place)
        for item in itinerary_items(date)
    ]
    return Paper(
        title=either(tour.name, tour.name_en),
        town=(organization.name_en if english else "") or organization.name,
        facts=[fact for fact in facts if fact[1]],
        widths=("26mm", "18mm", "1fr", "1fr"),
        header=("Day", "Time", "What", "Where") if english else ("日", "時刻", "内容", "場所"),
        rows=rows,
        notes=[line for line in either(tour.hard, tour.hard_en).splitlines() if line.strip()],
        contact=_contact(organization, english=english),
    )


def _day(date: TourDate, item: ItineraryItem) -> str:
    day = date.starts_on + timedelta(days=item.day - 1)
    return f"{day:%a %-d %b}" if in_english() else f"{day.month}/{day.day}({WEEKDAYS[day.weekday()]})"


def coming(date: TourDate, *, at: datetime) -> list[Coming]:
    """Return the parties that have a place, by name; those under protection measures last and without a name."""
    rows = date.parties.filter(status__in=WITH_DATE).select_related("case_file").defer("case_file__search")
    parties = list(rows.prefetch_related("companions"))
    hidden = protected_families([one.case_file_id for one in parties], on=local_date(at))
    found = [Coming(one, one.case_file_id in hidden) for one in parties]
    return sorted(found, key=lambda one: (one.is_hidden, one.party.case_file.kana, one.party.pk))


def participants_paper(date: TourDate, organization: Organization, *, at: datetime) -> Paper:
    """Return the list of participants for whoever guides them: names, how many, what they have said."""
    found = coming(date, at=at)
    persons = sum(one.party.persons for one in found)
    return Paper(
        title=f"参加者名簿 {date.tour.name}",
        town=organization.name,
        facts=[("日程", days_in_words(date)), ("人数", f"{len(found)}組 {persons}人(定員{date.capacity}人)")],
        widths=("1fr", "14mm", "1fr", "30mm", "1fr"),
        header=("氏名", "人数", "同行者", "電話", "伝えたいこと"),
        rows=[_participant(one) for one in found],
        notes=["個人情報です。終わったら、担当に返すか、裁断してください。"],
        contact=_contact(organization, english=False),
    )


def _participant(one: Coming) -> tuple[str, str, str, str, str]:
    party = one.party
    if one.is_hidden:
        return one.name, f"{party.persons}人", "", "", ""
    companions = "、".join(
        f"{person.name}({person.age}歳)" if person.age is not None else person.name for person in party.companions.all()
    )
    return one.name, f"{party.persons}人", companions, party.case_file.phone, party.remark


@dataclass(frozen=True)
class HandOff:
    """What goes to the travel agency, and who does not: without consent, under protection measures."""

    table: Table
    parties: int
    persons: int
    without_consent: int
    protected: int


def hand_off(date: TourDate, *, at: datetime) -> HandOff:
    """Return what the agency needs to book and insure: who comes with how many, of those who agreed (引渡し)."""
    found = [one for one in coming(date, at=at) if one.party.status != PartyStatus.ABSENT]
    given = [one.party for one in found if one.party.agrees_agency and not one.is_hidden]
    labels = ("組の番号", "氏名", "ふりがな", "年齢", "性別", "電話番号", "配慮してほしいこと")
    kinds = {"年齢": ColumnKind.INTEGER, "電話番号": ColumnKind.CODE}
    columns = [Column(label, kinds.get(label, ColumnKind.TEXT)) for label in labels]
    return HandOff(
        Table("参加者", columns, [row for party in given for row in _persons(party)]),
        parties=len(given),
        persons=sum(party.persons for party in given),
        without_consent=sum(not one.party.agrees_agency and not one.is_hidden for one in found),
        protected=sum(one.is_hidden for one in found),
    )


def _persons(party: Party) -> list[tuple[Any, ...]]:
    file = party.case_file
    sex = party.get_sex_display() if party.sex else ""
    rows: list[tuple[Any, ...]] = [(party.number, file.name, file.kana, None, sex, file.phone, party.remark)]
    for one in party.companions.all():
        rows.append((party.number, one.name, "", one.age, one.get_sex_display() if one.sex else "", "", ""))
    return rows


def _contact(organization: Organization, *, english: bool) -> str:
    office = " ".join(part for part in (organization.name, organization.office_name, organization.phone) if part)
    return f"Contact: {office}" if english else f"問い合わせ: {office}"
