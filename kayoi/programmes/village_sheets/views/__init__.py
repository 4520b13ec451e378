"""Pages of village sheets: for seekers, for staff."""
