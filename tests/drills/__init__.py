"""What must hold when something breaks, tried by breaking it. `make drill` runs them."""
