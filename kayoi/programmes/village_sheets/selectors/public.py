"""Sheets as seekers read them: hard sides first, then the rest; mismatches with their wishes before anything else."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kayoi.engines.casefiles.models import CaseFile, Wish
from kayoi.engines.casefiles.states import Interest, Lifestyle
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.charts import number_text
from kayoi.programmes.village_sheets.models import Item, Sheet
from kayoi.programmes.village_sheets.rules import Match, Said, is_hard, mismatches, order_key
from kayoi.programmes.village_sheets.states import KINDS, Concern, Level, SheetStatus, SourceKind

CODES = list(KINDS)


def either(japanese: str, english: str) -> str:
    """Return the English words for English readers where there are some."""
    return english if english and (get_language() or "ja").startswith("en") else japanese


@dataclass(frozen=True)
class ItemShown:
    """One item in the reader's language, with its day and source."""

    code: str
    group: str
    label: str
    value: str
    always: str
    hard: bool
    as_of: date
    source: str
    said: Said


@dataclass(frozen=True)
class MatchShown:
    """How an item stands to a wish, in words."""

    level: Level
    level_words: str
    concern: str
    label: str
    value: str


@dataclass(frozen=True)
class DistrictShown:
    """A district with what its sheet says; `against` first, `fits` last."""

    pk: int
    name: str
    kana: str
    sheet: Sheet
    text: str
    items: Sequence[ItemShown]
    against: Sequence[MatchShown] = field(default=())
    unknown: Sequence[MatchShown] = field(default=())
    fits: Sequence[MatchShown] = field(default=())
    order: tuple[int, int, int] = (0, 0, 0)

    @property
    def hard(self) -> list[ItemShown]:
        """The hard sides."""
        return [item for item in self.items if item.hard]

    @property
    def others(self) -> list[ItemShown]:
        """Everything else."""
        return [item for item in self.items if not item.hard]


def _published(organization: Organization) -> QuerySet[Sheet]:
    rows = Sheet.objects.filter(organization=organization, status=SheetStatus.PUBLISHED)
    items = Prefetch("items", Item.objects.order_by("pk"))
    return rows.select_related("district").prefetch_related(items).order_by("district__kana", "pk")


def districts_shown(organization: Organization, wishes: Collection[Concern] = ()) -> list[DistrictShown]:
    """Return the published districts of a town, those that fit the wishes best first, otherwise by name."""
    return for_wishes([shown_of_sheet(sheet) for sheet in _published(organization)], wishes)


def district_shown(organization: Organization, pk: int) -> DistrictShown | None:
    """Return one district with its published sheet, or None."""
    sheet = _published(organization).filter(district_id=pk).first()
    return shown_of_sheet(sheet) if sheet else None


def compared(organization: Organization, ids: Iterable[int]) -> list[DistrictShown]:
    """Return some districts to be compared, in the order that was asked for."""
    wanted = list(dict.fromkeys(ids))
    found = {sheet.district_id: shown_of_sheet(sheet) for sheet in _published(organization).filter(district__in=wanted)}
    return [found[pk] for pk in wanted if pk in found]


def for_wishes(districts: Sequence[DistrictShown], wishes: Collection[Concern]) -> list[DistrictShown]:
    """Return districts with how they stand to wishes, the best fit first."""
    if not wishes:
        return list(districts)
    return sorted((_matched(district, wishes) for district in districts), key=lambda one: (one.order, one.kana))


def _matched(district: DistrictShown, wishes: Collection[Concern]) -> DistrictShown:
    by_code = {item.code: item for item in district.items}
    matches = mismatches(wishes, {code: item.said for code, item in by_code.items()})
    shown = [_match_shown(match, by_code) for match in matches]
    return DistrictShown(
        district.pk, district.name, district.kana, district.sheet, district.text, district.items,
        against=[one for one in shown if one.level in (Level.STRONG, Level.MILD)],
        unknown=[one for one in shown if one.level is Level.UNKNOWN],
        fits=[one for one in shown if one.level is Level.FITS],
        order=order_key(matches),
    )  # fmt: skip


def _match_shown(match: Match, by_code: dict[str, ItemShown]) -> MatchShown:
    kind, item = KINDS[match.code], by_code.get(match.code)
    return MatchShown(
        level=match.level,
        level_words=_(match.level.label),
        concern=_(match.concern.label),
        label=either(kind.label, kind.label_en),
        value=item.value if item else "",
    )


def shown_of_sheet(sheet: Sheet) -> DistrictShown:
    """Return a sheet as it is (or will be) shown to the public."""
    items = sorted(sheet.items.all(), key=lambda item: CODES.index(item.code))
    district = sheet.district
    return DistrictShown(
        pk=district.pk,
        name=either(district.name, district.name_en),
        kana=district.kana,
        sheet=sheet,
        text=either(sheet.text, sheet.text_en),
        items=[_item_shown(item) for item in items],
    )


def _item_shown(item: Item) -> ItemShown:
    kind = KINDS[item.code]
    said = Said(item.code, item.number, item.choice, item.as_of, item.source)
    if kind.choices:
        chosen = next(choice for choice in kind.choices if choice.code == item.choice)
        value = either(chosen.label, chosen.label_en)
    else:
        assert item.number is not None
        unit = either(kind.unit, kind.unit_en)
        value = f"{number_text(item.number.normalize())}{either('', ' ')}{unit}"
    return ItemShown(
        code=item.code,
        group=_(kind.group.label),
        label=either(kind.label, kind.label_en),
        value=value,
        always=either(kind.always, kind.always_en),
        hard=is_hard(said),
        as_of=item.as_of,
        source=f"{_(SourceKind.of(item.source_kind).label)}: {item.source}",
        said=said,
    )


def wish_words(wishes: Collection[Concern]) -> str:
    """Return wishes as a sentence that a seeker may send with a question."""
    chosen = _("・").join(_(concern.label) for concern in Concern if concern in wishes)
    return _("大事にしたいこと: %(wishes)s") % {"wishes": chosen} if wishes else ""


def concerns_of(file: CaseFile) -> frozenset[Concern]:
    """Return what a case file says on what matters to somebody; staff add the rest by asking."""
    interests = set(Wish.objects.filter(case_file=file).values_list("interest", flat=True))
    concerns = {Concern.SCHOOL} if Interest.CHILDREN in interests else set()
    if file.lifestyle == Lifestyle.TELEWORK:
        concerns.add(Concern.LINE)
    return frozenset(concerns)
