"""KPI8xx: what is wrong with a filled sheet (`kpigen import`)."""
