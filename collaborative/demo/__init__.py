"""The demo: who can be signed in as, the mail that was sent, and the sample collaborative.

Everything here answers 404 outside demo mode.
"""
