"""Reads for lists in and out."""
