"""Plans as people read and write them: which are expected, their pages, their forms."""
