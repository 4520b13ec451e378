"""Shape of what visitors ask, what staff answer, and what a caller says."""
