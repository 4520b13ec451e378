"""What is read about grants."""
