"""Forms of applicants and of staff."""
