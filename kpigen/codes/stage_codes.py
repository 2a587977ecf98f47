"""KPI5xx: what is wrong with the stages of the year, its calendar and its appeals."""
