"""How pages are found and fetched: the registry, one spider per family, politeness, refusals, snapshots."""
