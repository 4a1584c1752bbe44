"""Disclosure control: tables that give away no firm, alone or together with whatever is out already. Pure.

tables       what a table is, and its cells made from what firms contributed
rules        which cells tell too much by themselves
joint        a new table together with the earlier ones that count the same goods
solving      the linear programs, by HiGHS (requirements-analytics.txt)
searching    shifts that change every hidden cell, and what has to be hidden for them
protecting   which other cells must be kept back as well, so that nothing can be worked out; with a certificate
attacking    whoever has every table that is out, and a solver
certificate  the proof: other tables that look the same from outside; verified without a solver

What is kept back is hidden from whoever reads all that is published, and knows which places are empty. What a firm
knows of itself is taken into account by the rules of a cell and of what is left of each total, and not beyond. An
amount is a whole number in the measure's smallest unit: yen, or goods items.
"""
