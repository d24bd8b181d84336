"""Voice as people read and write it: who was heard, what they said, and what came of it."""
