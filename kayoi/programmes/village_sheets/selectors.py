"""Reads of village_sheets."""
