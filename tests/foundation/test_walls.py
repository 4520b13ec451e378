"""The two walls: the manager (first) and row-level security (second)."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DataError, ProgrammingError

from kayoi.engines.casefiles.models import CaseFile, Engagement, Note
from kayoi.engines.openings.models import Opening
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import ForeignRow, Organization
from tests.cast import needs_owner
from tests.clock import NOW


def make_file(**fields: object) -> CaseFile:
    number = f"2026-{CaseFile.objects.count() + 1:05d}"
    return CaseFile.objects.create(name="山田", number=number, opened_at=NOW, touched_at=NOW, **fields)


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def test_connection_starts_as_the_role_of_log_ins(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper, rolinherit FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("kayoi_web", False, False)


def test_without_scope_nothing_is_read_or_written(ina: Organization) -> None:
    with pytest.raises(scope.NoScope):
        CaseFile.objects.count()
    with pytest.raises(scope.NoScope):
        CaseFile(organization=ina, number="1", opened_at=NOW, touched_at=NOW).save()
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        count("casefiles_casefile")


def test_town_role_without_an_organization_raises(ina: Organization) -> None:
    with scope.of_organization(ina.pk):
        make_file()
        with pytest.raises((ProgrammingError, DataError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('kayoi.organization', '', true)")
            cursor.execute("SELECT count(*) FROM casefiles_casefile")


def test_other_town_sees_and_writes_nothing(ina: Organization, sado: Organization) -> None:
    with scope.of_organization(ina.pk):
        file = make_file()
    with scope.of_organization(sado.pk):
        assert CaseFile.objects.count() == 0
        assert count("casefiles_casefile") == 0  # the second wall alone
        with connection.cursor() as cursor:
            cursor.execute("UPDATE casefiles_casefile SET name = 'x'")
            assert cursor.rowcount == 0
            cursor.execute("DELETE FROM casefiles_casefile")
            assert cursor.rowcount == 0
        with pytest.raises(ForeignRow):
            file.save()
        with pytest.raises(ForeignRow):
            file.delete()
        with pytest.raises(ForeignRow):
            CaseFile.objects.update(organization=ina)
        with pytest.raises(ForeignRow):
            CaseFile.objects.bulk_create([CaseFile(organization=ina, number="9", opened_at=NOW, touched_at=NOW)])
        with pytest.raises(ForeignRow):
            CaseFile.objects.bulk_update([file], ["name"])
        with pytest.raises(CaseFile.DoesNotExist):
            file.refresh_from_db()


def test_inserting_for_another_town_is_refused_by_the_database(ina: Organization, sado: Organization) -> None:
    sql = "INSERT INTO casefiles_household (organization_id, made_at) VALUES (%s, now())"
    with scope.of_organization(sado.pk), connection.cursor() as cursor:
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            cursor.execute(sql, [ina.pk])
        cursor.execute(sql, [sado.pk])


def test_foreign_key_into_another_town_is_refused(ina: Organization, sado: Organization) -> None:
    with scope.of_organization(ina.pk):
        file = make_file()
    with (
        scope.of_organization(sado.pk),
        pytest.raises(IntegrityError, match="_org"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        Note.objects.create(case_file_id=file.pk, text="x", written_at=NOW, written_by="x")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_foreign_key_to_no_row_is_refused(ina: Organization) -> None:
    with scope.of_organization(ina.pk), pytest.raises(IntegrityError, match="_org"), transaction.atomic():
        Note.objects.create(case_file_id=999_999_999, text="x", written_at=NOW, written_by="x")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_each_reference_is_looked_up_once(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT conrelid::regclass, attname, count(*), max(cardinality(conkey))
            FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[cardinality(conkey)]
            WHERE contype = 'f' GROUP BY 1, 2
        """)
        found = cursor.fetchall()
    assert [row[:2] for row in found if row[2] > 1] == []
    assert ("casefiles_note", "case_file_id", 1, 2) in found
    assert ("casefiles_note", "organization_id", 1, 1) in found


def test_nested_scopes_give_back_what_was_open(ina: Organization, sado: Organization) -> None:
    with scope.of_organization(ina.pk):
        make_file()
        with scope.of_organization(sado.pk):
            assert CaseFile.objects.count() == 0
        assert CaseFile.objects.count() == 1
        with pytest.raises(ValueError, match="inside"), scope.of_organization(sado.pk):
            raise ValueError("inside")
        assert count("casefiles_casefile") == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('kayoi.organization')")
        assert cursor.fetchone() == ("kayoi_web", "")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "whose",
    [
        scope.Scope(organization_id=1), scope.Scope(organization_id=1, partner_id=1), scope.Scope(person_id=1),
        scope.Scope(readable_ids=()), scope.Scope(readable_ids=(1, 2)), scope.Scope(public=True),
    ],
    ids=str,
)  # fmt: skip
def test_a_new_connection_is_told_all_that_the_policies_of_a_scope_read(whose: scope.Scope) -> None:
    connection.close()
    with scope.open_scope(whose), connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND has_table_privilege(oid, 'SELECT')")
        tables = [name for (name,) in cursor.fetchall()]
        assert tables
        for table in tables:
            assert count(table) >= 0
        if whose.readable_ids is not None:
            cursor.execute("SELECT persons FROM casefiles_persons(now(), now())")
            assert cursor.fetchall() == []


def test_person_reads_own_rows_of_all_towns_and_writes_none(
    ina: Organization, sado: Organization, hana: Person, ken: Person
) -> None:
    for town in (ina, sado):
        with scope.of_organization(town.pk):
            file = make_file(person=hana)
            other = make_file(person=ken)
            for row in (file, other):
                Engagement.objects.create(case_file=row, kind_id="question", occurred_at=NOW, unit="件")
            Note.objects.create(case_file=file, text="x", written_at=NOW, written_by="x")
    with scope.of_person(hana.pk):
        assert {file.organization_id for file in CaseFile.objects.all()} == {ina.pk, sado.pk}
        assert count("casefiles_casefile") == 2
        assert Engagement.objects.count() == count("casefiles_engagement") == 2
        with pytest.raises(scope.NoScope):
            Note.objects.count()
        for sql in ("UPDATE casefiles_casefile SET name = 'x'", "SELECT * FROM casefiles_note"):
            with (
                pytest.raises(ProgrammingError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(sql)
        with pytest.raises(scope.NoScope):
            make_file(person=hana)


def test_roll_up_counts_engagements_and_reads_no_file(ina: Organization, sado: Organization) -> None:
    for town in (ina, sado):
        with scope.of_organization(town.pk):
            Engagement.objects.create(case_file=make_file(), kind_id="question", occurred_at=NOW, unit="件")
    with scope.of_rollup((ina.pk,)):
        assert Engagement.objects.count() == count("casefiles_engagement") == 1
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            count("casefiles_casefile")
    with scope.of_rollup((ina.pk, sado.pk)):
        assert count("casefiles_engagement") == 2


def test_public_sees_what_is_published_and_nothing_else(ina: Organization, sado: Organization) -> None:
    for town in (ina, sado):
        with scope.of_organization(town.pk):
            for reference, withdrawn in (("a", None), ("b", NOW)):
                Opening.objects.create(
                    kind="consultation",
                    reference=reference,
                    title="x",
                    path="/",
                    published_from=NOW,
                    withdrawn_at=withdrawn,
                )
    with scope.of_public():
        assert {opening.organization_id for opening in Opening.objects.all()} == {ina.pk, sado.pk}
        assert count("openings_opening") == 2
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            count("casefiles_casefile")
        with pytest.raises(scope.NoScope):
            Opening.objects.create(kind="consultation", reference="c", title="x", path="/", published_from=NOW)


def test_engagements_and_audit_are_append_only(in_ina: Organization) -> None:
    Engagement.objects.create(case_file=make_file(), kind_id="question", occurred_at=NOW, unit="件")
    for sql in (
        "UPDATE casefiles_engagement SET quantity = 2",
        "DELETE FROM casefiles_engagement",
        "UPDATE audit_entry SET why = 'x'",
        "DELETE FROM audit_entry",
    ):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


def test_town_changes_its_own_organization_only(ina: Organization, sado: Organization) -> None:
    with scope.of_organization(ina.pk):
        assert Organization.objects.filter(pk=ina.pk).update(office_name="地域創造課") == 1
        assert Organization.objects.filter(pk=sado.pk).update(office_name="x") == 0
        assert Organization.objects.count() == 3


def test_second_install_changes_nothing(db: None) -> None:
    from kayoi.foundation.tenancy import row_security

    needs_owner()
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        assert row_security.install() == []
        cursor.execute("SET ROLE kayoi_web")
