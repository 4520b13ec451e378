"""Shape of what staff write about rulesets."""
