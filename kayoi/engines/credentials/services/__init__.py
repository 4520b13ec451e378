"""Change cards and keys: make and withdraw keys, issue, issue again, revoke, restore, publish the list."""

from kayoi.engines.credentials.services.issuing import Holder, Issued, UnableToIssue, issue, reissue
from kayoi.engines.credentials.services.keys import rotate_keys, withdraw_key
from kayoi.engines.credentials.services.publishing import publish_list
from kayoi.engines.credentials.services.revoking import restore, revoke

__all__ = [
    "Holder", "Issued", "UnableToIssue", "issue", "publish_list", "reissue", "restore", "revoke", "rotate_keys",
    "withdraw_key",
]  # fmt: skip
