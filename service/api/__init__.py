"""HTTP in and out. Nothing is computed here."""
