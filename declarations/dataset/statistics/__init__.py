"""Statistics: from the declarations to what is published, and from what was published to what is shown.

counting     the aggregates of a month: SQL over the declarations as known at an instant
masking      passive secrecy: a commodity is masked on a trader's request, totals never change (pure)
publishing   a release: its aggregates kept in tables, once, by vintage; written as files
shares       invoice-currency shares of a half-year (pure)
choice       the free choice of office: its share, and the event study of a disaster (pure)
elsewhere    the cells of a month over the Parquet files, for DuckDB and Spark (pure)
writing      plain CSV and SDMX-CSV
page         what the public page shows; its charts are drawn from its tables, as on the console
"""
