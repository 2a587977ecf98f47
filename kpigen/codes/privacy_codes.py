"""KPI6xx: what must not be published, found before it is committed."""
