"""Decisions and calculations about houses, on plain values."""
