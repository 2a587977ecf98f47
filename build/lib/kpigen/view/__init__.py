"""Scores to what is shown: every label, order, merge and rounding, decided once for all outputs."""
