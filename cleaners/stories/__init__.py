"""Which texts are one text: normal form, fingerprint, clauses, differences."""
