"""Reads shaped for public pages."""
