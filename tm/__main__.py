"""``python -m tm`` is the ``tm`` command."""

from tm.cli import main

main()
