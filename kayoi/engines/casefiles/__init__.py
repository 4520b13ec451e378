"""One town's own file on one person: who, household, wishes, consents, notes, and everything that ever happened.

For every programme: what happens to a person is written here once, and every figure is counted from it.
It is not the person's own profile (foundation/identity), and it may exist without any log-in.
"""
