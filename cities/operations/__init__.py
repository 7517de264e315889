"""What people do among the members."""
