"""What the web sees of agreements and councils' acts."""
