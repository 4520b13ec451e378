"""What is to be done, by whom and by when; reminders, so that no promise is forgotten when people change desks.

For every programme that owes somebody an answer. It does not know what the task is about, only where it came from.
"""
