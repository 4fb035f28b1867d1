"""Quality floors on the corpora that lie beside a developer's checkout (``../shared/corpus``)."""
