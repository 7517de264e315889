"""Doing the same thing at the same moment, as two workers do."""

import threading

from django.db import connection


def run_together(work, workers=4):
    """Run the work in so many threads at once, each with its own database connection."""
    gate, failures = threading.Barrier(workers), []

    def one():
        try:
            gate.wait(timeout=10)
            work()
        except BaseException as error:  # noqa: BLE001 - whatever it was, the test fails with it
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
