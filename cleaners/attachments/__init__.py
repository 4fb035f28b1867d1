"""From the bytes of an attached file to its text, by content and never by extension."""
