"""Four eyes for what the whole service stands on: rules and tariff edited in the console, and much work tried again.

    rows          a row as it is, and as somebody would have it
    proposing     propose; and decide what another person proposed: applied with the decision, or not at all
    editing       the console's ordinary form of a row, whose saving proposes
    versions      the same, where a row is never changed and the form's saving proposes its next version
    registering   which registers are edited so
    simulating    what a proposed risk profile would have done
    pages         the proposals in the console, and the page that decides one

What files load (the commands of the owner) is not decided here.
"""
