"""A demonstration: accounts for each role and synthetic quarters, marked illustrative everywhere.

Nothing here is used outside DEMO mode. The figures are made by seeded arithmetic and go through
the same services as real ones.
"""
