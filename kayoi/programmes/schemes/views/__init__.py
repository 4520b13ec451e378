"""Pages of applicants and of staff."""
