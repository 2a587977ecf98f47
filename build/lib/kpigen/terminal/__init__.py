"""What the command line prints: findings, tables and progress; it decides nothing."""
