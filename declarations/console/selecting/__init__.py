"""How the selection works, for officers who answer for it.

    results    hit rates, the random share and what it estimates, drift: one page
    registry   learned models, what their word counts, and who approved it
    sites      which importers to visit next
    auditing   what an audit found of a declaration
    charts     the pictures, each with a table beside it

No page tells which open cases chance selected.
"""
