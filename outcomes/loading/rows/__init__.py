"""The fixtures' records as rows of tables."""
