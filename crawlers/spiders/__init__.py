"""One spider per way of publishing (建站系统).  What families share stands in ``base``."""
