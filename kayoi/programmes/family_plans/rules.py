"""Decisions of family_plans on plain values."""
