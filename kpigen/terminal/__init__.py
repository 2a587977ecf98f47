"""What the command line prints: findings, tables, progress, and the questions of `add`."""
