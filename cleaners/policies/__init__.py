"""What a text is: numbers, dates, issuers, titles, labels, the document, its citations and commitments."""
