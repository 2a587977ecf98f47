"""What a change does: two commits read, compared, held against the record book."""
