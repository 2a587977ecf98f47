"""What records come to: what a rule asks, standing, scores, deadlines; pure arithmetic."""
