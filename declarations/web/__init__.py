"""The broker web forms: pages for the people of a firm, over the same drafts and the same domain calls as the API.

    page, inputs             what every page has: who asks and when, its language, its inputs, its problems
    questions                what is asked, once for both ways in: the form's fields with their words
    fields, sections         what a question is; the questions of one direction of trade
    choices                  what can be chosen
    said, entering, claims   what a draft says, and how what is typed becomes that
    showing, problems        questions as inputs, and what is wrong with the answers, each at its input
    standing                 how a draft stands: what is missing, an estimate, the permits that will be needed
    draft_page               a page of a draft: keep a change, tell of another window's
    drafts, guided, grid     the list and its ways to begin; section by section; all on one page
    spreadsheet, incoming    goods items by paste and out of files
    commodities, filling     the search; what the register and the tariff know already
    sending                  what the last page of every draft has
    lodging                  check the answers, state that they are true, lodge
    amending                 what a draft changes of its declaration, side by side, and why; send it as the amendment
    listing                  the list of what is lodged: search, filters, searches that were given a name
    status_page, status      what holds a declaration, who acts next, what happened; the live part
    acts_*                   answer, withdraw, attach, pay, arrive, release before permit, begin to amend: a page an act
    changed, places          two versions side by side; how a place of the form is called on its own
    papers, printing         receipt and permit, their QR code and hash, and where anybody can verify them
    firm, firm_*             the firm's people, mandates, programs and webhooks
    models, usual_times      kept searches; medians that the dispatcher measures
    list_words, law_words    names in code lists, of laws and of agencies, for the catalogue
    urls                     every address

Read `questions.py` first, then `draft_page.py`; of what comes after lodging `status_page.py`, then `acts_base.py`.
Pages are made by the server and work without scripts; htmx keeps a draft as one types, searches, and renews how it
stands.
"""
