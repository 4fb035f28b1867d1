"""``python -m flows`` is ``jianbao``."""

from flows.cli import main

main()
