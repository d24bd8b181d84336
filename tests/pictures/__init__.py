"""Pictures of the portal for the README and the docs. `make screenshots` takes them."""
