"""How templates say figures of training."""
