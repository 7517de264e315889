"""What people type about ideas: shape and help, no acts."""
