"""The broker web forms: pages for the people of a firm, over the same drafts and the same domain calls as the API.

    page, inputs      what every page has: who asks and when, its language, its inputs, its errors
    urls              every address

Read `page.py` first. Pages are made by the server and work without JavaScript; htmx adds the live parts.
"""
