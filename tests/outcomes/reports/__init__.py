"""Reports as people write and read them."""
