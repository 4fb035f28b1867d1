"""Measurements run by hand; the corpora are in ``../shared`` beside the checkout."""
