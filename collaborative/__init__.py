"""The ground floor, the roof and the wiring of the portal."""
