"""Decisions of fairs on plain values."""
