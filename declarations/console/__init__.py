"""The officers' console: Django's admin site, dressed, over the same domain calls that every other edge makes.

    site, apps        the site itself and its front page
    pages, tables     what the pages that are no register have in common
    queue             the work queue: what waits, the earliest due first, and whose it is
    bulk              one act on many cases, with a preview
    dashboard         a day at a glance, as tables that the browser draws
    reports           what an office reports, as pages and files
    long_work         what takes its time, and how far it has come
    audit             who saw and did what
    desk              the list: what waits for an officer comes first
    head, case        everything one page needs of one declaration, read in a fixed number of SQL statements
    ways              which acts a case offers: one table
    versions          two versions side by side
    acts, forms       a page an act, one call of declarations.clearance each
    papers            the bytes of a document
    submissions       messages as received, to read
    officers          who may do what
    wording           how codes are told to an officer

A status is shown here and never edited: it changes by an act or not at all.
"""
