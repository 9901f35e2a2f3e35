"""A multilingual translation memory with special care for Korean and English."""

__version__ = "0.1.0"
