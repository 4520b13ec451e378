"""Follow-up rounds: one message to the people a rule finds, with consent, preview and a cap on how often.

For the desk that wants to hear from those who asked long ago. It is not advertising: nobody sees a list of addresses.
"""
