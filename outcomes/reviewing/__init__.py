"""The coordinator's side of a quarter: what the desk shows and takes. Reads only."""
