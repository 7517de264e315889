"""The portal's own PostgreSQL, Valkey and mail catcher, and the supervisor that runs them.

For the demo and for tests only: production brings its own services. Nothing here imports the
portal; the portal is told where the services are by environment variables (`environment.py`).
Why it is built this way: docs/adr/0002-embedded-services.md.
"""
