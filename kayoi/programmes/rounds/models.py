"""Rows of rounds."""
