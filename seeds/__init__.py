"""What to watch and who reads it: data only."""
