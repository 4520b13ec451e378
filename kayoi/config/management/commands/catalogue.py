"""catalogue: keep the English catalogue of public pages and mails current, without gettext's programs.

Source strings are Japanese. What is marked for translation anywhere outside of staff pages is public and must be
translated; words of enumerations and of the places data are collected too, because they are looked up at run time.
"""

import csv
import re
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.template import templatize

from kayoi.doors.portal.states import COMPARED, Standing
from kayoi.engines.casefiles.states import CaseFileStatus, Channel, ConsentPurpose, Interest, Stage
from kayoi.engines.casefiles.states.ties import Band, Deed
from kayoi.engines.messages.states import Delivery
from kayoi.engines.openings.states import School, SchoolDaysKind
from kayoi.engines.procedures.states import Applicants, ApplicationStatus, Availability, PaperStatus
from kayoi.engines.procedures.states import Who as ApplicantWho
from kayoi.engines.reservations.states import BookingStatus, Weekday
from kayoi.engines.rulesets.states import Certainty, RulesetKind
from kayoi.foundation.identity.states import ProofMethod, Relation
from kayoi.foundation.places.rules.absences import Absence
from kayoi.foundation.places.states import (
    ELEMENT_UNITS,
    ChangeReason,
    Element,
    ElementGroup,
    How,
    KindGroup,
    PointKind,
    Theme,
)
from kayoi.kit.states import Labelled
from kayoi.kit.verdict import Outcome
from kayoi.programmes.family_plans.states import Anchor, Fact, StepState, Trouble
from kayoi.programmes.furusato.states import Certainty as NationalCertainty
from kayoi.programmes.furusato.states import RegistrationStatus, Tier
from kayoi.programmes.furusato.states import Standing as NationalStanding
from kayoi.programmes.homes.states import HomeConsentPurpose, HomeKind, Intention, Offer, OwnersReason, Use
from kayoi.programmes.homes.states.applying import Holding, PaperCode, Said, Who
from kayoi.programmes.homes.states.finding import Teller
from kayoi.programmes.schemes.states.grants import ClaimStatus, GrantStatus
from kayoi.programmes.schemes.states.obligations import Duty, YearState
from kayoi.programmes.schemes.states.recovery import RecoveryStatus
from kayoi.programmes.stays.states.desks import Counted as DeskCounted
from kayoi.programmes.stays.states.desks import FeeKind as DeskFeeKind
from kayoi.programmes.stays.states.desks import MemberStatus as DeskMemberStatus
from kayoi.programmes.stays.states.tenancies import PaperKind as HomePaper
from kayoi.programmes.stays.states.tenancies import TenancyStatus
from kayoi.programmes.tours.states import (
    AgeBand,
    Awareness,
    DateStatus,
    Occupation,
    PartyStatus,
    PastVisits,
    Segment,
    Sex,
    StepKind,
    TourKind,
    TourLifestyle,
)
from kayoi.programmes.tours.states.giving import Group as TourGroup
from kayoi.programmes.tours.states.giving import Step as TourStep
from kayoi.programmes.village_sheets.states import Concern, Group, Level, SourceKind

ROOT: Final = Path(__file__).resolve().parents[4]
CATALOGUE: Final = ROOT / "kayoi" / "locale" / "en" / "LC_MESSAGES" / "django.po"
# Our own header: dates and versions in it would change the file at every run.
HEADER: Final = r"""# English catalogue of Kayoi: source strings by `manage.py catalogue`, translations by hand.
msgid ""
msgstr ""
"Language: en\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""

# Staff pages and the pages of the demonstration speak Japanese only.
JAPANESE_ONLY: Final = (
    "kayoi/config/", "kayoi/doors/workspace/", "kayoi/doors/demo/", "kayoi/strategy/",
    "kayoi/kit/html/style_page", "kayoi/kit/templates/kit/style_page",
)  # fmt: skip
LABELS: Final[tuple[type[Labelled], ...]] = (
    CaseFileStatus, Channel, ConsentPurpose, Interest, Stage, Band, Deed, Delivery, ProofMethod, Relation,
    Absence, ChangeReason, Element, ElementGroup, How, KindGroup, PointKind, Theme,
    Anchor, Fact, StepState, Trouble, Concern, Group, Level, SourceKind,
    HomeConsentPurpose, HomeKind, Intention, OwnersReason, Teller, Use, Offer,
    ApplicationStatus, PaperStatus, Availability, ApplicantWho, GrantStatus, ClaimStatus, Duty, YearState, Holding,
    RecoveryStatus, Applicants,
    PaperCode, Said, Who, RulesetKind, Certainty,
    Standing,
    AgeBand, Awareness, DateStatus, Occupation, PartyStatus, PastVisits, Segment, Sex, StepKind, TourKind,
    TourLifestyle, TourGroup, TourStep, HomePaper, TenancyStatus,
    School, SchoolDaysKind, DeskCounted, DeskFeeKind, DeskMemberStatus, BookingStatus, Weekday,
    RegistrationStatus, Tier, NationalCertainty, NationalStanding, Outcome,
)  # fmt: skip
# Columns of the places data that are shown and have no English of their own.
COLUMNS: Final = (
    ("definitions.csv", "note"),
    ("sources.csv", "note"),
    ("sources.csv", "licence"),
    ("offices.csv", "note"),
)
KEYWORDS: Final = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
PLACES: Final = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}|<[^<>]+>")


@dataclass(frozen=True)
class Found:
    """A source string, where it stands, and its context where the same word means two things."""

    id: str | tuple[str, str]
    where: str
    context: str | None = None


class Command(BaseCommand):
    help = "Bring the English catalogue up to date with the source strings, or check that it is (--check)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail when something is to be done")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        catalogue = updated(present())
        text = written(catalogue)
        faults = [fault for message in catalogue if message.id for fault in faults_of(message)]
        if check:
            if not CATALOGUE.exists() or CATALOGUE.read_bytes() != text:
                faults.insert(0, f"{CATALOGUE.relative_to(ROOT)} is not current: run manage.py catalogue")
            if faults:
                raise CommandError("\n".join(faults))
        else:
            CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
            CATALOGUE.write_bytes(text)
        self.stdout.write(f"{len(catalogue)} strings, {len(faults)} to be done")
        for fault in faults:
            self.stdout.write(f"  {fault}")


def present() -> Catalog:
    """Return the catalogue as it stands in the repository; an empty one before the first run."""
    return read_po(BytesIO(CATALOGUE.read_bytes() if CATALOGUE.exists() else b""), locale="en")


def updated(old: Catalog) -> Catalog:
    """Return a catalogue of today's source strings with yesterday's translations; what is no longer used falls away."""
    new = Catalog(locale="en")
    for one in source_strings():
        before = old.get(one.id, one.context)
        known = before is not None and bool(before.string)
        new.add(
            one.id,
            before.string if before is not None and known else None,
            locations=[(one.where, 0)],
            context=one.context,
            flags={"fuzzy"} if before is not None and before.fuzzy else (),
        )
    return new


def written(catalogue: Catalog) -> bytes:
    """Return the catalogue as a file, without line numbers: they would change with every line above."""
    out = BytesIO()
    write_po(out, catalogue, width=120, sort_by_file=True, include_lineno=False, omit_header=True)
    return HEADER.encode() + out.getvalue()


def source_strings() -> Iterator[Found]:
    """Yield all source strings of public pages and mails."""
    yield from _of_code()
    yield from _of_templates()
    for labelled in LABELS:
        where = labelled.__module__.replace(".", "/") + ".py"
        yield from (Found(member.label, where) for member in labelled)
    yield from (Found(title, "kayoi/doors/portal/states.py") for title, _keys in COMPARED)
    yield from (
        Found(unit, "kayoi/foundation/places/states.py", "unit")
        for unit in dict.fromkeys(u for u, _ in ELEMENT_UNITS.values())
    )
    yield from _of_data()


def _public(paths: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    for path in sorted(paths):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(JAPANESE_ONLY) and "/tests/" not in name and "/migrations/" not in name:
            yield name, path


def _of_code() -> Iterator[Found]:
    for name, path in _public((ROOT / "kayoi").rglob("*.py")):
        yield from _extracted(path.read_bytes(), name)


def _of_templates() -> Iterator[Found]:
    templates = (ROOT / "kayoi").rglob("templates/**/*")
    for name, path in _public(path for path in templates if path.suffix in {".html", ".txt"}):
        code = templatize(path.read_text(encoding="utf-8"), origin=name)
        # Python's tokenizer minds indentation, templates do not.
        yield from _extracted("\n".join(line.strip() for line in code.splitlines()).encode(), name)


def _extracted(code: bytes, where: str) -> Iterator[Found]:
    for _line, ids, _comments, context in extract("python", BytesIO(code), KEYWORDS):
        if isinstance(ids, tuple):
            yield Found((ids[0], ids[1]), where, context)
        elif ids:
            yield Found(ids, where, context)


def _of_data() -> Iterator[Found]:
    for name, column in COLUMNS:
        path = ROOT / "data" / "places" / name
        with path.open(encoding="utf-8", newline="") as lines:
            for text in dict.fromkeys(row[column] for row in csv.DictReader(lines)):
                if text:
                    yield Found(text, path.relative_to(ROOT).as_posix())


def faults_of(message: Message) -> list[str]:
    """Return what is wrong with a translation: missing, fuzzy, or with other places than its source."""
    sources = [message.id] if isinstance(message.id, str) else list(message.id)
    strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
    if not strings or not all(strings):
        return [f"not translated: {sources[0]}"]
    faults = [f"fuzzy: {sources[0]}"] if message.fuzzy else []
    expected = sorted(set(PLACES.findall(sources[0])))
    for string in strings:
        if sorted(set(PLACES.findall(string))) != expected:
            faults.append(f"places differ: {sources[0]} → {string}")
    return faults
