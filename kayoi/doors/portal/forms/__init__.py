"""What people write at the public door."""
