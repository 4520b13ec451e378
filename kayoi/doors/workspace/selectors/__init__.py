"""Reads shaped for staff pages."""
