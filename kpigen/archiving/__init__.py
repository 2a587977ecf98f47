"""A sealed year in one zip: its data, exports and site, and a manifest of digests."""
