"""Decisions of ふるさと住民 on plain values."""
