"""What the web sees of the ideas."""
