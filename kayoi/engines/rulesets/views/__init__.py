"""Pages of staff about rulesets."""
