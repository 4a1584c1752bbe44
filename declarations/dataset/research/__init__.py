"""Research access: from an application to a released table, under strict confidentiality.

columns     what an extract can hold, and how coarse; made-up rows of the same shape
applying    apply, decide on an application, stand up for one whose rows can be matched
outputs     request a table, check it beside all that is out, review and release it
extracts    the extract in the project's own schema, by its own role; how far it can be joined with others; its end
pseudonyms  names for firms under the project's own key
rights      who sees projects, and who decides
pages       the pages of researchers, approvers and reviewers; forms their forms

The wall between a researcher and everything else is PostgreSQL: a login that may use one schema of views, and nothing
else. Whoever works in a project decides nothing of it; two others do.
"""
