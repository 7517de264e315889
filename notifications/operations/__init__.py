"""What is done to tell people: write what is owed, send it, choose, send again."""
