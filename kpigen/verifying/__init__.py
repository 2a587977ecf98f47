"""Says of a document which commit made it and whether it is unchanged: makes it anew, compares."""
