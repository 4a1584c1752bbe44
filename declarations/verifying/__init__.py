"""Verifying: what must hold in the store whatever has failed, looked at from outside. Read only.

invariants   I1 to I12, each with the statements that look for what breaks it
checking     all of them over one snapshot of the store
clients      what clients wrote down of their calls, held against one another and against the store
walking      the chains alone, some at a time, as a person of the console asks for it
agencies     what the agencies were asked, held against the store

`manage.py verify` prints the table; a drill calls the same functions. Nothing here repairs anything.
"""

from declarations.verifying.agencies import ask_agencies, differences, verify_agencies
from declarations.verifying.checking import Verdict, verify_store
from declarations.verifying.clients import verify_clients

__all__ = ["Verdict", "ask_agencies", "differences", "verify_agencies", "verify_clients", "verify_store"]
