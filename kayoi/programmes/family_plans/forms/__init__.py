"""Shape of what families and staff write."""
