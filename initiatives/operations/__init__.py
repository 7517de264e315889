"""What people do with ideas."""
