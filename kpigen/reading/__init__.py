"""Files to values: the one door for YAML, the declared shapes, the loaders."""
