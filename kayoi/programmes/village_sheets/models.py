"""Rows of village_sheets."""
