"""Two states of a year compared: records, rubric, scores; pure values, no text, no git."""
