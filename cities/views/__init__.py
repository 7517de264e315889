"""What the web sees of the members."""
