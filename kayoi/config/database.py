"""Where the database is: DATABASE_URL, or the embedded server under var/."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from kayoi.config import embedded, env

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(env.text("KAYOI_VAR", str(ROOT / "var"), "Folder of the embedded database, uploads, secrets and caches."))
CLUSTER = env.text("KAYOI_CLUSTER", "postgres", "Name of the embedded database's folder below KAYOI_VAR.")
URL = env.text("DATABASE_URL", "", "Web log-in: postgresql://user:password@host:port/name. Empty: embedded server.")
OWNER_URL = env.text("DATABASE_OWNER_URL", "", "Log-in that owns the tables (migrations). Empty: as DATABASE_URL.")
PREFIX = env.text("KAYOI_ROLE_PREFIX", "kayoi", "Prefix of the database roles; one per installation on a server.")

# A scope takes one of these roles for one transaction; a connection starts as "web" (log-ins, no tenant rows).
ROLES = {name: f"{PREFIX}_{name}" for name in ("web", "town", "partner", "person", "rollup", "public")}
LOGIN = frozenset({"USER", "PASSWORD", "HOST", "PORT"})


def home() -> Path:
    """Return the folder of the embedded cluster."""
    return VAR / CLUSTER


def ensure_running() -> None:
    """Start the embedded server when no DATABASE_URL names another one."""
    if not URL:
        embedded.ensure_running(home(), durable="test" not in CLUSTER)


def settings(url: str = URL) -> dict[str, Any]:
    """Return Django's settings of one log-in; start nothing (mypy, docs and makemessages read settings too)."""
    options: dict[str, Any] = {"assume_role": ROLES["web"]}
    if not url:
        where = {"NAME": "kayoi", "USER": "kayoi_owner", "HOST": str(embedded.socket_directory(home()))}
    else:
        parts = urlsplit(url)
        query = dict(parse_qsl(parts.query))
        where = {
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.pop("host", "") or parts.hostname or "",
            "PORT": str(parts.port or ""),
        }
        options |= query
    return {
        "ENGINE": "kayoi.kit.postgresql",
        **where,
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,  # the web may stand behind PgBouncer in transaction mode
    }


def owner() -> dict[str, str]:
    """Return what differs in the connection of the tables' owner (empty when the web log-in owns them).

    Never the name of the database: tests work in another one.
    """
    if not OWNER_URL:
        return {}
    return {key: value for key, value in settings(OWNER_URL).items() if key in LOGIN}
