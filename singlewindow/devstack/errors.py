"""What can go wrong with a private stack, each as one line for the person at the keyboard."""


class DevstackError(Exception):
    """The stack cannot go on. The message is one line that names what to do."""


class Interrupted(Exception):  # somebody pressed Ctrl-C: no error
    """SIGINT or SIGTERM arrived: stop what was started, quietly."""
