"""The portal with the bare pages; each answer says what it cost the database and the memory."""

import resource

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection

STATEMENTS, MEGABYTES = "X-Statements", "X-Megabytes"

settings.ROOT_URLCONF = "tests.bench.urls"
portal = get_wsgi_application()


def application(environ, start_response):
    """Count the statements of one answer; of a streamed one, those before its first line."""
    count = 0

    def counted(execute, sql, params, many, context):
        nonlocal count
        count += 1
        return execute(sql, params, many, context)

    def start(status, headers, exc_info=None):
        largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        costs = [(STATEMENTS, str(count)), (MEGABYTES, str(largest))]
        return start_response(status, [*headers, *costs], exc_info)

    with connection.execute_wrapper(counted):
        return portal(environ, start)
