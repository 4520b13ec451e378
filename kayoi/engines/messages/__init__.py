"""What is said to people in writing: templates, an outbox in the same transaction, delivery by e-mail.

For every programme that tells somebody something. It does not decide who is told what.
"""
