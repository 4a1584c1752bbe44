"""An agency to try things with: a server of its own, over HTTP, whose outcomes the asker scripts. Free of Django.

    python -m permits.simulator --agency FD --port 9101 --callback-url http://127.0.0.1:8000/agency/v1/answers \
        --state fd.sqlite3

    script     what the declarant's own reference (SBX-...) makes the agency do: pure
    register   the requests it keeps, one reference for each idempotency key, in SQLite
    callbacks  what it sends by itself, signed, again while nobody takes it
    server     its HTTP doors
"""
