"""Changes of family_plans."""
