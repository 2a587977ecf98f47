"""New records: questions, text, sheet, and what `check` would refuse, before any is written."""
