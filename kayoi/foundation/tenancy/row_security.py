"""The second wall: roles, row-level security, grants and same-organization keys, derived from the models.

Runs as the owner after every migrate. It guards against our own mistakes (a forgotten filter, raw SQL), not against
SQL injection: whoever can run SQL as the web log-in can also set the variables.
"""

import hashlib
from collections.abc import Iterable

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.backends.utils import CursorWrapper

from kayoi.foundation.tenancy.models import MINE, TenantModel

TOWN = f"organization_id = {MINE}"
PARTNER = "(SELECT current_setting('kayoi.partner')::bigint)"
PERSON = "(SELECT current_setting('kayoi.person')::bigint)"
ROLLUP = "organization_id = ANY ((SELECT string_to_array(current_setting('kayoi.readable'), ',')::bigint[])::bigint[])"
FUNCTIONS = (("search_functions", "town"), ("rollup_functions", "rollup"), ("public_functions", "public"))
# Foreign keys of one column.
ALONE = """
SELECT conrelid::regclass::text, attname, conname
FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
WHERE contype = 'f' AND cardinality(conkey) = 1
"""
POLICIES = (
    "town", "partner", "person", "rollup", "public", "web", "town_reads", "town_changes", "town_adds", "town_removes",
)  # fmt: skip


def own_models() -> list[type[models.Model]]:
    """Return the models of Kayoi, with automatic many-to-many tables."""
    return [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("kayoi.")]


def tenant_models() -> list[type[TenantModel]]:
    """Return the models whose rows belong to an organization."""
    return [model for model in own_models() if issubclass(model, TenantModel)]


def rules(model: type[models.Model]) -> list[str]:
    """Return what the database is to say about one table; grants and policies only, so it can be repeated."""
    table, roles = model._meta.db_table, settings.KAYOI_ROLES
    sql = [f"REVOKE ALL ON {table} FROM {', '.join(roles.values())}"]
    if issubclass(model, TenantModel):
        return sql + _tenant_rules(model, table, roles)
    if hasattr(model, "town_changes"):
        return sql + _shared_rules(model, table, roles)
    sql.append(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {roles['web']}")
    if getattr(model, "reference", False):
        sql.append(f"GRANT SELECT ON {table} TO {_readers(roles)}")
    return sql


def _readers(roles: dict[str, str]) -> str:
    return ", ".join(role for name, role in roles.items() if name != "web")


def _tenant_rules(model: type[TenantModel], table: str, roles: dict[str, str]) -> list[str]:
    changes = "INSERT" if model.append_only else "INSERT, UPDATE, DELETE"
    sql = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"GRANT SELECT, {changes} ON {table} TO {roles['town']}",
        f"CREATE POLICY kayoi_town ON {table} TO {roles['town']} USING ({TOWN}) WITH CHECK ({TOWN})",
    ]
    readable = {
        "partner": _partner_condition(model),
        "person": _reaches(model, model.person_path, PERSON),
        "rollup": ROLLUP if model.rollup_rows else None,
        "public": model.public_rows,
    }
    for role, condition in readable.items():
        if condition is not None:
            sql.append(f"GRANT SELECT ON {table} TO {roles[role]}")
            sql.append(f"CREATE POLICY kayoi_{role} ON {table} FOR SELECT TO {roles[role]} USING ({condition})")
    if model.login_rows:
        sql.append(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {roles['web']}")
        sql.append(f"CREATE POLICY kayoi_web ON {table} TO {roles['web']} USING (true) WITH CHECK (true)")
    return sql


def _shared_rules(model: type[models.Model], table: str, roles: dict[str, str]) -> list[str]:
    """Tables between organizations: everybody (or both sides) reads, a town changes its own rows only."""
    reads, changes = getattr(model, "town_reads", "true"), getattr(model, "town_changes", "false")
    adds = getattr(model, "town_adds", changes)
    town, readers = roles["town"], _readers(roles) if getattr(model, "reference", False) else roles["town"]
    public, shown = roles["public"], getattr(model, "public_rows", None)
    for_public = [
        f"GRANT SELECT ON {table} TO {public}",
        f"CREATE POLICY kayoi_public ON {table} FOR SELECT TO {public} USING ({shown})",
    ]
    return (for_public if shown else []) + [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {roles['web']}",
        f"CREATE POLICY kayoi_web ON {table} TO {roles['web']} USING (true) WITH CHECK (true)",
        f"GRANT SELECT ON {table} TO {readers}",
        f"GRANT INSERT, UPDATE, DELETE ON {table} TO {town}",
        f"CREATE POLICY kayoi_town_reads ON {table} FOR SELECT TO {readers} USING ({reads})",
        f"CREATE POLICY kayoi_town_adds ON {table} FOR INSERT TO {town} WITH CHECK ({adds})",
        f"CREATE POLICY kayoi_town_changes ON {table} FOR UPDATE TO {town} USING ({changes}) WITH CHECK ({changes})",
        f"CREATE POLICY kayoi_town_removes ON {table} FOR DELETE TO {town} USING ({changes})",
    ]


def _partner_condition(model: type[TenantModel]) -> str | None:
    """Return the condition of the rows that a partner reads: of the open town, reached, and narrowed by the model."""
    reached = _reaches(model, model.partner_path, PARTNER)
    if reached is None:
        return None
    return " AND ".join(filter(None, (TOWN, reached, model.partner_rows and f"({model.partner_rows})")))


def _reaches(model: type[TenantModel], path: str | None, whose: str) -> str | None:
    """Follow a path ("person", "case_file__person", "assignments__broker__partner"); return the condition in SQL.

    The tables on the way have policies of their own: a row is reached only over rows that the reader sees.
    """
    if path is None:
        return None
    *steps, last = path.split("__")
    here: type[models.Model] = model
    chain: list[tuple[str, str, str]] = []
    for name in steps:
        field = here._meta.get_field(name)
        parent = field.related_model
        assert isinstance(parent, type)
        if isinstance(field, models.ForeignKey):
            chain.append((field.column, "id", parent._meta.db_table))
        else:
            assert isinstance(field, models.ManyToOneRel)
            chain.append(("id", field.field.column, parent._meta.db_table))
        here = parent
    condition = f"{last}_id = {whose}"
    for column, key, table in reversed(chain):
        condition = f"{column} IN (SELECT {key} FROM {table} WHERE {condition})"
    return condition


def install() -> list[str]:
    """Bring the database in line with the models; return the tables that changed."""
    with connection.cursor() as cursor:
        _create_roles(cursor)
        changed = [name for model in own_models() for name in _bring(cursor, model)]
        changed += _tie_organizations(cursor)
        _fill_reference_tables()
        _create_functions(cursor)
        _open_the_rest(cursor)
    return changed


def create_roles() -> None:
    """Create the roles alone: a back-up names them and is restored into a server that may not have them."""
    with connection.cursor() as cursor:
        _create_roles(cursor)


def _bring(cursor: CursorWrapper, model: type[models.Model]) -> Iterable[str]:
    table, sql = model._meta.db_table, rules(model)
    digest = "kayoi:" + hashlib.sha256("\n".join(sql).encode()).hexdigest()
    cursor.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", [table])
    present = cursor.fetchone()
    if present is None or present[0] == digest:
        return
    old = [f"DROP POLICY IF EXISTS kayoi_{name} ON {table}" for name in POLICIES]
    cursor.execute("; ".join([*old, *sql, f"COMMENT ON TABLE {table} IS '{digest}'"]))
    yield table


def _create_roles(cursor: CursorWrapper) -> None:
    """Create the roles, and let the web log-in take each of them (but inherit nothing)."""
    roles = settings.KAYOI_ROLES
    web, others = roles["web"], _readers(roles)
    cursor.execute("SELECT rolname FROM pg_roles")
    present = {name for (name,) in cursor.fetchall()}
    for role in roles.values():
        if role not in present:
            cursor.execute(f"CREATE ROLE {role} NOINHERIT")
            cursor.execute(f"GRANT {role} TO CURRENT_USER")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
    cursor.execute(f"ALTER ROLE {web} NOINHERIT")  # or the policies of the other roles would count for it too
    cursor.execute(f"GRANT {others} TO {web}")
    if login := _separate_login(cursor):
        cursor.execute(f'GRANT {web}, {others} TO "{login}"')


def _separate_login(cursor: CursorWrapper) -> str | None:
    """Return the web log-in when it is not the owner's."""
    cursor.execute("SELECT current_user")
    (owner,) = cursor.fetchone() or ("",)
    login: str = settings.KAYOI_LOGIN
    return login if login and login != owner else None


def _tie_organizations(cursor: CursorWrapper) -> list[str]:
    """Make sure that both ends of a foreign key between tenant rows lie in one organization.

    This key says all that Django's own says, which goes: every row that is written would be looked up twice.
    """
    cursor.execute("SELECT conname FROM pg_constraint")
    present, changed = {name for (name,) in cursor.fetchall()}, []
    cursor.execute(ALONE)
    alone = {(table, column): name for table, column, name in cursor.fetchall()}
    for model in tenant_models():
        for field in model._meta.concrete_fields:
            parent = field.related_model if isinstance(field, models.ForeignKey) else None
            if parent is None or not issubclass(parent, TenantModel):
                continue
            table, target = model._meta.db_table, parent._meta.db_table
            unique, key = f"{target}_org_id"[:63], f"{table}_{field.column}_org"[:63]
            if unique not in present:
                cursor.execute(f"ALTER TABLE {target} ADD CONSTRAINT {unique} UNIQUE (organization_id, id)")
                present.add(unique)
            if key not in present:
                cursor.execute(
                    f"ALTER TABLE {table} ADD CONSTRAINT {key} FOREIGN KEY (organization_id, {field.column})"
                    f" REFERENCES {target} (organization_id, id) DEFERRABLE INITIALLY DEFERRED"
                )
                changed.append(key)
            if own := alone.get((table, field.column)):
                cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{own}"')
    return changed


def _fill_reference_tables() -> None:
    """Write the rows that a model declares as standing (kinds, for example); added and renamed, never removed."""
    for model in own_models():
        for row in getattr(model, "standing_rows", ()):
            key = model._meta.pk.attname
            model._base_manager.update_or_create(**{key: row[key]}, defaults=row)


def _create_functions(cursor: CursorWrapper) -> None:
    """Create the functions that models declare: they run as owner, and check themselves whose rows are open.

    Search functions belong to towns; roll-up functions count over organizations and give nothing but numbers; public
    functions find published rows.
    """
    for attribute, role in FUNCTIONS:
        for model in own_models():
            for name, arguments, sql in getattr(model, attribute, ()):
                cursor.execute(sql)
                cursor.execute(f"REVOKE ALL ON FUNCTION {name}({arguments}) FROM PUBLIC")
                cursor.execute(f"GRANT EXECUTE ON FUNCTION {name}({arguments}) TO {settings.KAYOI_ROLES[role]}")


def _open_the_rest(cursor: CursorWrapper) -> None:
    """Give the tables of third parties to the log-in side, and the job queue to the towns as well."""
    own = {model._meta.db_table for model in own_models()}
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    rest = sorted({name for (name,) in cursor.fetchall()} - own)
    web, town = settings.KAYOI_ROLES["web"], settings.KAYOI_ROLES["town"]
    if rest:
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(rest)} TO {web}")
    if jobs := [name for name in rest if name.startswith("procrastinate_")]:
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(jobs)} TO {town}")
        if login := _separate_login(cursor):  # the worker's own connection takes no role
            cursor.execute(f'GRANT SELECT, INSERT, UPDATE, DELETE ON {", ".join(jobs)} TO "{login}"')
            cursor.execute(f'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "{login}"')
    cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {web}, {town}")


def missing_walls() -> list[str]:
    """Return in words where the database does not say what the models ask for (for verify and the guards)."""
    town = settings.KAYOI_ROLES["town"]
    wrong = []
    with connection.cursor() as cursor:
        for model in own_models():
            table = model._meta.db_table
            digest = "kayoi:" + hashlib.sha256("\n".join(rules(model)).encode()).hexdigest()
            cursor.execute(
                "SELECT obj_description(oid, 'pg_class'), relrowsecurity FROM pg_class WHERE relname = %s", [table]
            )
            comment, secured = cursor.fetchone() or (None, False)
            if comment != digest:
                wrong.append(f"{table}: policies are not those of the model (run migrate)")
            elif issubclass(model, TenantModel) and not secured:
                wrong.append(f"{table}: row-level security is off")
            elif issubclass(model, TenantModel) and model.append_only:
                cursor.execute("SELECT has_table_privilege(%s, %s, 'UPDATE, DELETE, TRUNCATE')", [town, table])
                if cursor.fetchone() != (False,):
                    wrong.append(f"{table}: append-only, but rows can be changed")
        cursor.execute("SELECT conname FROM pg_constraint WHERE NOT convalidated")
        wrong += [f"{name}: constraint is not validated" for (name,) in cursor.fetchall()]
    return wrong
