"""What people do with agreements and councils' acts."""
