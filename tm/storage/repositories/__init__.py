"""Rows to model objects and back, a file for each kind; functions take the unit of work.

They flush and never commit.  What they return is frozen: no template can load anything lazily.
"""
