"""Exact fuzzy lookup: the score, and the index that finds candidates for it."""
