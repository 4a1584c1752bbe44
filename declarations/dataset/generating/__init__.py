"""Generating: as many realistic declarations as wanted, marked as made up. Only where SANDBOX is on.

market       which goods, from and to where, in which currency, at what price
firms        who trades: many small ones, a few very large
declaring    the declarations themselves, one after another from a seed; what is planted among them
truth        what was planted, and what it would cost: for whoever wants to find it again
marketplace  the market as the reference data make it
storing      a declaration as rows, by the product's own selection, acceptance, payment and release
copying      rows into the store by COPY
correcting   what an examination finds wrong, put right by the product's own acts
running      all of it into the store, chunk by chunk, by several processes

The first four are pure. A generated declaration is known by its declarant, who is in `GeneratedTrader` and has neither
a login nor a mandate, so that nobody else declares as one.
"""
