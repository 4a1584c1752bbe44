"""What a document is that somebody sends: its bytes, its name, what is wrong with it. Values in, values out.

kinds        the kinds of file that are taken, and which one the bytes really are
pictures, pdf, office, plain_text      the structure of each, and what it must not hold
foreign      signs of another kind of file inside: a file that is two things at once
names        a name that is safe to save under, beside the name as sent
inspecting   all of it together: every fault of an upload at once
scanner, signatures, clamd             who says that nothing is infected
"""
