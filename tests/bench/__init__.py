"""How fast the portal's own pages are, as ratios in one run. `make bench` runs it."""
