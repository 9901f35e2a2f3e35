"""The vocabulary of the trade: frozen dataclasses that depend on the standard library only."""
