"""A community's workbook that a person has edited: what was changed, back into its records."""
