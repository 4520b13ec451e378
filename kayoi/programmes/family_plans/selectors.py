"""Reads of family_plans."""
