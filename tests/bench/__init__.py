"""`make bench`: how long the pages take, beside bare ones served by the same process.

Nothing here is a test, and no test has a clock: machines differ, ratios hardly do.
"""
