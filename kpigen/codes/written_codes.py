"""KPI9xx: files that kpigen writes and that are no longer what it would write."""
