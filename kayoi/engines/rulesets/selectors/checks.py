"""What constraints cannot say of rulesets; read-only, for verify."""

from kayoi.engines.rulesets.rules.freezing import fingerprint
from kayoi.engines.rulesets.selectors import adopted, as_file


def adopted_unlike_fingerprint() -> int:
    """Count versions in force that no longer say what was adopted (施行した内容と合わない版)."""
    versions = adopted().select_related("ruleset")
    return sum(version.fingerprint != fingerprint(as_file(version.ruleset, [version])) for version in versions)
