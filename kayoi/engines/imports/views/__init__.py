"""Pages of imports for staff."""
