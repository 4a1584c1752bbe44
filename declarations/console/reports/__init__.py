"""The reports that an office needs, on a page and as files.

rows      the reports: what each is asked, and one SQL statement for its rows
files     a report as CSV and as a spreadsheet
pages     the list of them, and a page for each
"""
