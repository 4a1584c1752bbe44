"""What an officer says with each act: a reason in words, and that the act is meant.

base        what they have in common
deciding    examine, release, refuse; decide what was applied for
proposed    yes or no to a proposed change
asking      a question, another category
money       assess by hand, refund
permits     override, paper answer, ask again, close a contradiction
"""
