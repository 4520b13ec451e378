"""Decisions of rounds on plain values."""
