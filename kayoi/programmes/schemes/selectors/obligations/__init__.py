"""What is read about duties after a grant."""
