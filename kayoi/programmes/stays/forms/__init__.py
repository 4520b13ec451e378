"""Shape of what people ask for and staff write."""
