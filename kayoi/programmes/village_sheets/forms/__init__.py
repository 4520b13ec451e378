"""Shape of what seekers and staff write."""
