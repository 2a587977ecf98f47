"""What git knows of the data: the commit, its day, the life of every record."""
