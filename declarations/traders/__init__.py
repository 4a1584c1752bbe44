"""Who trades, who declares for whom, and how a person or a program shows who it is.

    models            Trader, Mandate, User, ApiClient
    registration      a trader comes into the register
    declarant         the values that the domain gets instead of a request
    tokens, oauth     access tokens, and the endpoint that issues them
    authentication, permissions   the same for the API's views
    demonstration     made-up traders and logins for the sandbox

Knows nothing of tariff, selection, permits or declarations.
"""
