"""Decisions of appointments on plain values."""
