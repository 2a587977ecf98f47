"""KPI7xx: what a change does to the record book against its rules (`kpigen diff --strict`)."""
