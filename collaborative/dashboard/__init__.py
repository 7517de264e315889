"""The roof: pages that may see everything."""
