"""A translation whose numbers are those of the query, where that is certain."""

from tm.match.adapt.adaptation import Adaptation, Doubt, adapt

__all__ = ["Adaptation", "Doubt", "adapt"]
