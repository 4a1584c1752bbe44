"""The supervisor's dashboard: a day at a glance, as tables from which the browser draws charts.

    reading   the figures: a fixed number of SQL statements, each over what one day or one month brought
    tables    the figures as tables, in words
    page      the page

Nothing is kept beside the store: who looks twice, asks twice.
"""
