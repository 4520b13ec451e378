"""What is read about applications, their papers and letters."""
