"""Reads of ふるさと住民."""
