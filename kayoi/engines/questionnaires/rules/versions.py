"""What a version was when it was opened."""

import hashlib
import json
from typing import Any


def fingerprint(body: Any, notice: str) -> str:
    """Return the fingerprint of the questions and of what respondents were told (版の指紋): SHA-256 of sorted JSON.

    Source: docs/reference/questionnaires.md (Versions)
    """
    text = json.dumps([body, notice], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
