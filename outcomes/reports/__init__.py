"""Reports as people write and read them: their sections, the figures drawn in, their pages."""
