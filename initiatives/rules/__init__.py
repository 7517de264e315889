"""Who may do what with an idea now, and why not."""
