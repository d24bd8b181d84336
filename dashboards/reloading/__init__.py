"""Reading the data package back, so that an empty portal shows the same dashboards again."""
