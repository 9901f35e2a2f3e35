"""Two segmented documents in, scored beads out."""
