"""The mailboxes of towns: a TOML text with one table for each town's slug, given as KAYOI_IMAP or KAYOI_IMAP_FILE."""

import tomllib

from kayoi.config.env import BadSetting
from kayoi.engines.messages.states.incoming import MailboxAddress

KINDS = {"host": str, "user": str, "password": str, "port": int, "security": str, "folder": str}
SECURITY = {"tls", "starttls", "none"}
NEAR = {"localhost", "127.0.0.1", "::1"}


def read(text: str) -> dict[str, MailboxAddress]:
    """Return the mailbox of each town. Raises BadSetting, without repeating what may be a password."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadSetting("KAYOI_IMAP is no TOML text.") from error
    return {slug: _mailbox(slug, table) for slug, table in tables.items()}


def _mailbox(slug: str, table: object) -> MailboxAddress:
    if not isinstance(table, dict):
        raise BadSetting(f"KAYOI_IMAP: write a table for each town, such as [{slug}].")
    wrong = sorted(key for key, value in table.items() if not isinstance(value, KINDS.get(key, ())))
    missing = sorted({"host", "user", "password"} - table.keys())
    if wrong or missing:
        raise BadSetting(f"KAYOI_IMAP, [{slug}]: wrong {', '.join(wrong) or '-'}, missing {', '.join(missing) or '-'}.")
    found = MailboxAddress(**table)
    if found.security not in SECURITY or (found.security == "none" and found.host not in NEAR):
        raise BadSetting(f'KAYOI_IMAP, [{slug}]: security is "tls" or "starttls"; "none" only on this machine.')
    return found


def check_reply_address(pattern: str) -> None:
    """Refuse a pattern from which no answer would come back. Raises BadSetting."""
    bare = pattern.replace("{town}", "").replace("{token}", "")
    if pattern and ("+{token}@" not in pattern or pattern.count("@") != 1 or "{" in bare or "}" in bare):
        raise BadSetting("KAYOI_REPLY_ADDRESS must be like {town}+{token}@example.jp.")
