"""Rows 68 and 69: XML that asks for what is elsewhere, or for more than there is.

What it costs, in time, memory and connections, is measured beside the mapping (tests/declarations/wco).
"""

from tests.bad_input.catalogue import lodging
from tests.declarations.wco.documents import MEDIA_TYPE
from tests.declarations.wco.test_wco_bad_documents import BAD, GOOD

_UNASKED = {"68 at a route that takes JSON alone": "/api/v1/duty-estimates", "68 as a draft": "/api/v1/drafts"}

CASES = (
    *(
        lodging(id, body, status, type, media_type=MEDIA_TYPE)
        for id, (body, status, type) in BAD.items()
        if id.startswith(("68", "69"))
    ),
    *(
        lodging(id, GOOD, 415, "unsupported-media-type", media_type=MEDIA_TYPE, path=path)
        for id, path in _UNASKED.items()
    ),
)
