"""Who may open and post what: one table, held against every address of the portal."""
