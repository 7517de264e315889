"""What people do in training."""
