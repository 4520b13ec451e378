"""What is read about houses."""
