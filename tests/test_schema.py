"""Building the tables from the models gives the same database as running every migration."""

import os
import subprocess
import sys
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from kayoi.config import database

pytestmark = pytest.mark.django_db

# What a schema consists of, in words that name no object ids and no order of columns.
PARTS = {
    "columns": """SELECT table_name, column_name, data_type, udt_name, character_maximum_length, is_nullable,
        column_default, is_identity, generation_expression FROM information_schema.columns
        WHERE table_schema = 'public'""",
    "constraints": """SELECT conrelid::regclass::text, contype, pg_get_constraintdef(oid), condeferrable, condeferred
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "indexes": """SELECT tablename, regexp_replace(indexdef, 'INDEX \\S+ ON', 'INDEX ON')
        FROM pg_indexes WHERE schemaname = 'public'""",
    "policies": "SELECT tablename, policyname, roles::text, cmd, qual, with_check FROM pg_policies",
    "grants": """SELECT grantee, table_name, privilege_type FROM information_schema.role_table_grants
        WHERE table_schema = 'public'""",
    "triggers": """SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal""",
    "functions": """SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace""",
    "migrations": "SELECT app, name FROM django_migrations",
}


def address(name: str) -> str:
    """Return the URL of another database on the server of the tests, for the owner of the tables."""
    where = connection.settings_dict | database.owner()
    password = f":{quote(where['PASSWORD'])}" if where["PASSWORD"] else ""
    host = quote(str(where["HOST"]), safe="")
    port = f"&port={where['PORT']}" if where["PORT"] else ""
    return f"postgresql://{quote(where['USER'])}{password}@/{name}?host={host}{port}"


def built(name: str, *arguments: str) -> dict[str, set[tuple[object, ...]]]:
    """Migrate a new database and return what it consists of."""
    with psycopg.connect(address("postgres"), autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            variables = {key: value for key, value in os.environ.items() if key != "DATABASE_OWNER_URL"}
            subprocess.run(
                [sys.executable, "manage.py", "migrate", "--verbosity", "0", *arguments],
                env=variables | {"DATABASE_URL": address(name)}, check=True, cwd=database.ROOT,
            )  # fmt: skip
            with psycopg.connect(address(name)) as made:
                return {part: set(made.execute(query).fetchall()) for part, query in PARTS.items()}
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def test_models_and_migrations_build_the_same_database() -> None:
    quick, steps = built("kayoi_schema_quick"), built("kayoi_schema_steps", "--step-by-step")
    assert len(quick["columns"]) > 200
    assert len(quick["policies"]) > 20
    for part in PARTS:
        assert quick[part] == steps[part], f"{part}: {quick[part] ^ steps[part]}"
