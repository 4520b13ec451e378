"""The door of the public: portal home, places, town pages; a person's own page, export and erasure.

For visitors and for persons with a log-in. It composes pages out of what the floors below give.
"""
