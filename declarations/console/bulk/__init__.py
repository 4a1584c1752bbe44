"""One act on many cases: chosen, previewed, done case by case, and told case by case.

    acts    which acts there are, and what each makes of a case: one call of clearance for each line
    forms   what is chosen, and that it is meant
    pages   the three steps

A line that is refused stops no other.
"""
