"""The reporter's side of a quarter: what the pages of a submission show and take. Reads only."""
