"""Shape of what is told about moves, of lists, of check-ins and of definitions."""
