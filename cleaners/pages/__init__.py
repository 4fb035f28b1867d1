"""From the bytes of a page to what it says: decoding, tree, body, edges, watermarks, entries, facts."""
