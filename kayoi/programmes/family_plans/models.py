"""Rows of family_plans."""
