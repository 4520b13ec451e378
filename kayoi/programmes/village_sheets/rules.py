"""Decisions of village_sheets on plain values."""
