"""What people are told about figures they owe or wait for, and when. No database.

Messages go by e-mail. They name reporters, outcome areas and measures; never a figure, never a
person outside the portal, and nothing that somebody typed: that is read on the portal.
"""
