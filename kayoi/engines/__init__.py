"""How things work, knowing no programme: case files, openings, messages, follow-ups."""
