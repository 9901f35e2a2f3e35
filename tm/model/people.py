"""Who acts: every service function is told."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who asks the service for something, known by the name of their account."""

    name: str


LOCAL_USER = Actor("local")
"""The single user of the loopback set-up, who may do everything."""
