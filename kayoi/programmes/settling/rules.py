"""Decisions of settling on plain values."""
