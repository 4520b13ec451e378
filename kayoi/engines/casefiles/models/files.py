"""The file itself: who, household, wishes."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from kayoi.engines.casefiles.states import (
    OF_DONORS,
    TRANSITIONS,
    AgeBand,
    CaseFileStatus,
    CollectedFor,
    ConsentPurpose,
    ContactBasis,
    HouseholdType,
    Interest,
    Lifestyle,
    Route,
    Stage,
    WhyHere,
)
from kayoi.foundation.identity.states import Relation
from kayoi.foundation.tenancy.models import TenantManager, TenantModel, TenantQuerySet
from kayoi.kit.moves import Transition


def _search(name: str, rows: str) -> tuple[str, str, str]:
    sql = f"""
CREATE OR REPLACE FUNCTION {name}(query tsquery, most int, donors bool) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER ROWS 50 SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT id FROM ({rows}) AS file
  WHERE donors OR collected_for = '{CollectedFor.CONSULTATION}' OR contact_basis = '{ContactBasis.GIVEN}'
  ORDER BY touched_at DESC LIMIT most $$;
ALTER TABLE casefiles_casefile ALTER COLUMN search SET STATISTICS 500
"""  # noqa: S608  # our own words
    return name, "tsquery, int, bool", sql


FOUND = """
SELECT id, touched_at, collected_for, contact_basis FROM casefiles_casefile
WHERE organization_id = current_setting('kayoi.organization')::bigint AND search @@ query"""
SEARCHES = (
    _search("casefiles_search", FOUND),
    # For what few files hold, though the planner thinks otherwise: a name that sounds like this in each of its words.
    # Left to itself it reads the latest files one by one until it has found enough, which are all of them.
    _search("casefiles_search_few", f"{FOUND} OFFSET 0"),
)

# Counts of persons who asked something, over organizations that share their figures: numbers only, never an id.
# Known is who has a log-in, and who agreed to be compared by reading and birth date. Doubtful are those of the known
# who may be a log-in that did not agree.
PERSONS = f"""
CREATE OR REPLACE FUNCTION casefiles_persons(since timestamptz, before timestamptz)
RETURNS TABLE(organization bigint, persons bigint, linked bigint, known bigint, doubtful bigint) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH RECURSIVE
  readable AS (SELECT unnest(string_to_array(current_setting('kayoi.readable'), ',')::bigint[]) AS id),
  chain(id, root) AS (
    SELECT id, merged_into_id FROM casefiles_casefile
    WHERE merged_into_id IS NOT NULL AND organization_id IN (SELECT id FROM readable)
    UNION ALL
    SELECT chain.id, one.merged_into_id FROM chain JOIN casefiles_casefile one ON one.id = chain.root
    WHERE one.merged_into_id IS NOT NULL),
  asked AS (
    SELECT DISTINCT event.organization_id, coalesce(chain.root, event.case_file_id) AS file
    FROM casefiles_engagement event
    LEFT JOIN (chain JOIN casefiles_casefile kept ON kept.id = chain.root AND kept.merged_into_id IS NULL)
      ON chain.id = event.case_file_id
    WHERE event.kind_id = 'question' AND event.occurred_at >= since AND event.occurred_at < before
      AND event.organization_id IN (SELECT id FROM readable)),
  agreed AS (
    SELECT coalesce(chain.root, given.case_file_id) AS file FROM casefiles_consent given
    LEFT JOIN chain ON chain.id = given.case_file_id
    WHERE given.purpose = '{ConsentPurpose.COMPARISON}' AND given.withdrawn_at IS NULL
      AND given.organization_id IN (SELECT id FROM readable)),
  people AS (
    SELECT asked.organization_id, asked.file, one.person_id,
      CASE WHEN one.kana_key <> '' AND one.id IN (SELECT file FROM agreed) THEN one.kana_key || one.birth_on END AS same
    FROM asked JOIN casefiles_casefile one ON one.id = asked.file),
  told AS (
    SELECT organization_id, file, person_id, same, coalesce(person_id, CASE WHEN same IS NOT NULL
      THEN min(person_id) OVER (PARTITION BY same) END)::text AS log_in FROM people),
  counted AS (
    SELECT organization_id, file, person_id, same, log_in, coalesce(log_in, same) AS token FROM told),
  totals AS (
    SELECT count(DISTINCT token) AS known, least(
      count(DISTINCT same) FILTER (WHERE log_in IS NULL),
      count(DISTINCT person_id) - count(DISTINCT person_id) FILTER (WHERE same IS NOT NULL)) AS doubtful FROM counted)
  SELECT organization_id, count(DISTINCT coalesce(token, '#' || file)), count(DISTINCT token), known, doubtful
  FROM counted, totals GROUP BY organization_id, known, doubtful $$
"""  # noqa: S608  # our own words


class Household(TenantModel):
    """People of one household as the town knows them (世帯)."""

    made_at = models.DateTimeField()


class CaseFileQuerySet(TenantQuerySet["CaseFile"]):
    def roots(self) -> CaseFileQuerySet:
        """Those that have not been merged into another."""
        return self.filter(merged_into=None)

    def of_desk(self) -> CaseFileQuerySet:
        """Leave out donors who have not turned to the desk: what they gave serves their donation only."""
        return self.exclude(~Q(contact_basis=ContactBasis.GIVEN), collected_for__in=OF_DONORS)

    def without_search(self) -> CaseFileQuerySet:
        """Leave the search column in the database: it is long and nobody reads it."""
        return self.defer("search")


class CaseFile(TenantModel):
    """One town's file on one person (個票). May exist without any log-in: a caller, a walk-in."""

    person_path = "person"
    transitions: ClassVar[tuple[Transition, ...]] = TRANSITIONS
    search_functions = SEARCHES
    rollup_functions = (("casefiles_persons", "timestamptz, timestamptz", PERSONS),)

    number = models.CharField("個票番号", max_length=12)
    # DO_NOTHING: the database refuses; Django must not look for rows of all towns when a person is erased.
    person = models.ForeignKey("identity.Person", models.DO_NOTHING, null=True, related_name="+")
    household = models.ForeignKey("casefiles.Household", models.PROTECT, null=True, related_name="case_files")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="aliases")
    status = models.CharField("状態", max_length=10, choices=CaseFileStatus.choices(), default=CaseFileStatus.OPEN)
    stage = models.CharField("段階", max_length=12, choices=Stage.choices(), default=Stage.ASKING)
    name = models.CharField("氏名", max_length=100, blank=True)
    kana = models.CharField("ふりがな", max_length=100, blank=True)
    birth_on = models.DateField("生年月日", null=True, blank=True)
    phone = models.CharField("電話番号", max_length=60, blank=True)
    email = models.EmailField("メールアドレス", blank=True)
    postal_code = models.CharField("郵便番号", max_length=8, blank=True)
    place_code = models.CharField("いまの市区町村", max_length=6, blank=True)
    address = models.CharField("住所(市区町村より後)", max_length=200, blank=True)
    language = models.CharField("連絡の言語", max_length=5, default="ja")
    contact_care = models.CharField("連絡の注意", max_length=200, blank=True)
    wished_on = models.CharField("希望の時期", max_length=100, blank=True)
    lifestyle = models.CharField("暮らし方", max_length=12, choices=Lifestyle.choices(), blank=True)
    why_here = models.CharField("きっかけ・理由", max_length=12, choices=WhyHere.choices(), blank=True)
    route = models.CharField("知った経路", max_length=16, choices=Route.choices(), blank=True)
    household_type = models.CharField("世帯の形", max_length=20, choices=HouseholdType.choices(), blank=True)
    age_band = models.CharField("年代", max_length=3, choices=AgeBand.choices(), blank=True)
    contact_basis = models.CharField(
        "連絡の根拠", max_length=12, choices=ContactBasis.choices(), default=ContactBasis.GIVEN
    )
    collected_for = models.CharField(
        "集めた目的", max_length=16, choices=CollectedFor.choices(), default=CollectedFor.CONSULTATION
    )
    assigned_to = models.ForeignKey("identity.Membership", models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField("作成日時")
    touched_at = models.DateTimeField("最後の動き")
    version = models.PositiveIntegerField(default=1)
    # Normal forms for finding the same person again; written by services only.
    name_key = models.CharField(max_length=100, blank=True)
    kana_key = models.CharField(max_length=100, blank=True)
    phone_key = models.CharField(max_length=60, blank=True)
    email_key = models.CharField(max_length=254, blank=True)
    search = SearchVectorField(null=True)

    objects: ClassVar = TenantManager.from_queryset(CaseFileQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "number"], name="casefiles_number"),
            models.UniqueConstraint(
                fields=["organization", "person"],
                condition=Q(merged_into=None, person__isnull=False),
                name="casefiles_one_per_person",
                violation_error_message="この人の個票はすでにあります。",
            ),
            models.CheckConstraint(condition=~Q(merged_into=models.F("id")), name="casefiles_not_into_itself"),
        ]
        indexes = [
            models.Index(fields=["person"], name="casefiles_person", condition=Q(person__isnull=False)),
            models.Index(fields=["organization", "-touched_at", "-id"], name="casefiles_latest"),
            models.Index(fields=["organization", "name_key"], name="casefiles_by_name"),
            models.Index(fields=["organization", "kana_key"], name="casefiles_by_kana"),
            models.Index(fields=["organization", "phone_key"], name="casefiles_by_phone"),
            models.Index(fields=["organization", "email_key"], name="casefiles_by_email"),
            models.Index(fields=["organization", "assigned_to", "-touched_at"], name="casefiles_by_owner"),
            models.Index(
                fields=["organization", "stage", "touched_at"],
                include=["id", "assigned_to"],  # quiet files are counted from the index alone
                name="casefiles_quiet",
                condition=Q(status="open", merged_into=None),
            ),
            GinIndex(fields=["search"], name="casefiles_search_gin", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name, or what stands for it where a person gave none."""
        return self.name or "お名前なし"

    @property
    def is_donor(self) -> bool:
        """Whether this is held for a donation only; see `of_desk`."""
        return self.collected_for in OF_DONORS and self.contact_basis != ContactBasis.GIVEN


class Counter(TenantModel):
    """The last number given in a fiscal year (採番)."""

    fiscal_year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "fiscal_year"], name="casefiles_counter_once")]


class HouseholdMember(TenantModel):
    """Somebody of the household; may have a case file too (世帯員)."""

    household = models.ForeignKey("casefiles.Household", models.CASCADE, related_name="members")
    relation = models.CharField("続柄", max_length=10, choices=Relation.choices())
    name = models.CharField("氏名", max_length=100, blank=True)
    birth_on = models.DateField("生年月日", null=True, blank=True)
    remark = models.CharField("補足", max_length=100, blank=True)


class Wish(TenantModel):
    """What a person is interested in (希望)."""

    person_path = "case_file__person"

    case_file = models.ForeignKey("casefiles.CaseFile", models.CASCADE, related_name="wishes")
    interest = models.CharField("関心", max_length=12, choices=Interest.choices())

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "case_file", "interest"], name="casefiles_wish_once")
        ]
