"""What the web sees of mail."""
