"""The agenda of a meeting, put together from every layer: a list of builders, one a section."""
