"""Reading the fixtures and loading them: the framework, the bodies, the baselines, the measures."""
