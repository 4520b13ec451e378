"""The second wall as the database has it, compared with what the models ask for."""

import pytest
from django.conf import settings
from django.db import connection

from kayoi.foundation.tenancy.row_security import missing_walls, own_models, tenant_models
from tests.cast import needs_owner

pytestmark = pytest.mark.django_db


def rows(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def test_every_table_says_what_its_model_asks_for() -> None:
    assert missing_walls() == []


def test_guard_sees_a_table_without_its_wall() -> None:
    needs_owner()
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE; ALTER TABLE casefiles_note DISABLE ROW LEVEL SECURITY; SET ROLE kayoi_web")
    assert missing_walls() == ["casefiles_note: row-level security is off"]


def test_guard_sees_a_grant_too_many() -> None:
    needs_owner()
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE; GRANT UPDATE ON casefiles_engagement TO kayoi_town; SET ROLE kayoi_web")
    assert missing_walls() == ["casefiles_engagement: append-only, but rows can be changed"]


def test_every_tenant_table_has_row_level_security() -> None:
    tables = {str(name) for (name,) in rows("SELECT relname FROM pg_class WHERE relrowsecurity")}
    assert {model._meta.db_table for model in tenant_models()} <= tables


def test_roles_inherit_nothing_and_are_no_superusers() -> None:
    names = ", ".join(f"'{role}'" for role in settings.KAYOI_ROLES.values())
    found = rows(f"SELECT rolname, rolinherit, rolsuper, rolbypassrls FROM pg_roles WHERE rolname IN ({names})")
    assert len(found) == len(settings.KAYOI_ROLES)
    assert all(not inherit and not superuser and not bypass for _, inherit, superuser, bypass in found)


def test_readers_write_nothing() -> None:
    for name in ("partner", "person", "rollup", "public"):
        role = settings.KAYOI_ROLES[name]
        for model in own_models():
            (granted,) = rows(
                f"SELECT has_table_privilege('{role}', '{model._meta.db_table}', 'INSERT, UPDATE, DELETE')"
            )
            assert granted == (False,), f"{role} writes {model._meta.label}"


def test_log_in_side_sees_no_tenant_rows_but_those_it_needs() -> None:
    readable = {
        model._meta.label
        for model in tenant_models()
        if rows(f"SELECT has_table_privilege('kayoi_web', '{model._meta.db_table}', 'SELECT')") == [(True,)]
    }
    assert readable == {"identity.Membership", "identity.Invitation", "casefiles.ConnectLink"}


def test_search_functions_are_for_towns_only() -> None:
    for model in own_models():
        for name, arguments, _ in getattr(model, "search_functions", ()):
            for role in settings.KAYOI_ROLES.values():
                (may,) = rows(f"SELECT has_function_privilege('{role}', '{name}({arguments})', 'EXECUTE')")
                assert may == (role == settings.KAYOI_ROLES["town"],)
