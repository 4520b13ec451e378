"""The papers of a guided day: one for the family, one for each host with only what that host needs."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.template.loader import get_template

from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.appointments.models import GuidedDay, Stop
from kayoi.programmes.appointments.selectors.days import way_of
from kayoi.programmes.appointments.selectors.words import clock, day_in_words, when_in_words


@dataclass(frozen=True)
class Sheet:
    """A paper: title, facts, perhaps a table, notes, whom to call."""

    title: str
    town: str
    facts: Sequence[tuple[str, str]]
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str]
    contact: str

    def as_data(self) -> dict[str, Any]:
        """Return what the PDF is made from."""
        return asdict(self)


def family_sheet(day: GuidedDay, organization: Organization) -> Sheet:
    """Return the paper for the family: the way with times and names; contacts of hosts stay with the town."""
    english = day.language == "en"
    facts = [
        ("Day" if english else "日にち", day_in_words(day.on, day.language)),
        ("Meeting point" if english else "集合", day.meeting),
    ]
    header = ("Time", "Place", "What", "Who") if english else ("時刻", "場所", "内容", "お会いする方")
    rows = [(_times(stop), stop.place, stop.purpose, stop.host_name) for stop in way_of(day)]
    return Sheet(
        title="Your day in town" if english else "現地案内のご予定",
        town=(organization.name_en or organization.name) if english else organization.name,
        facts=[fact for fact in facts if fact[1]],
        header=header,
        rows=rows,
        notes=[day.note] if day.note else [],
        contact=_contact(organization, english=english),
    )


def host_sheet(stop: Stop, organization: Organization) -> Sheet:
    """Return the paper for one host: time, place, purpose, how the family is called. Nothing from the file."""
    facts = [
        ("日時", when_in_words(stop.starts_at, stop.ends_before, "ja")),
        ("場所", stop.place),
        ("来る方", stop.day.shown_as),
        ("人数", f"{stop.day.party}人"),
        ("内容", stop.purpose),
        ("お願い", stop.host_note),
    ]
    return Sheet(
        title=f"現地案内のお願い({stop.host_name}さま)" if stop.host_name else "現地案内のお願い",
        town=organization.name,
        facts=[fact for fact in facts if fact[1]],
        header=(),
        rows=(),
        notes=["来る方のお名前や連絡先は、お伝えしていません。ご本人から聞いたことは、ほかに話さないでください。"],
        contact=_contact(organization, english=False),
    )


def typst_source() -> str:
    """Return the template of the PDF."""
    source: str = get_template("appointments/sheet.typ").template.source  # type: ignore[attr-defined]
    return source


def _times(stop: Stop) -> str:
    return f"{clock(stop.starts_at)}〜{clock(stop.ends_before)}"


def _contact(organization: Organization, *, english: bool) -> str:
    office = " ".join(part for part in (organization.name, organization.office_name, organization.phone) if part)
    return f"Contact: {office}" if english else f"問い合わせ: {office}"
