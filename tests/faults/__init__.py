"""What breaks while mail goes out, and what must come of it all the same.

Everything here runs as a process of its own, so that it can be killed, stopped and started again:
PostgreSQL, Valkey, web server, workers, clocks, and a mail server that does as it is told. Beside
each fault stands a control: the same fault with the guard off, which must be seen to fail. Guards
are switched off by `tests/faults/wrong.py` in the processes that the tests start; the portal has no
switch for it. The short forms run with all tests, the long ones by `make faults`.
"""
