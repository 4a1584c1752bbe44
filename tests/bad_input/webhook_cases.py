"""Row 74: addresses to which no message of ours is sent. Where a name leads is looked at when it is sent."""

from tests.bad_input.catalogue import Case, posting

_ADDRESSES = """
https://127.0.0.1/ https://[::1]/ https://[::]/ https://0.0.0.0/ https://169.254.169.254/latest/meta-data/
https://10.0.0.1/ https://172.16.0.1/ https://192.168.1.1/ https://100.64.0.1/ https://[fc00::1]/ https://[fe80::1]/
https://[::ffff:127.0.0.1]/ https://[2002:7f00:1::]/ https://[64:ff9b::7f00:1]/ https://8.8.8.8/
http://2130706433/ https://2130706433/ https://0x7f.1/ https://0x7f000001/ https://0177.0.0.1/ https://127.1/
https://127.0.0.1./ https://１２７.０.０.１/ https://localhost/ https://localhost./ https://LOCALHOST/
https://db.localhost/ https://metadata.google.internal/ https://printer.local/ https://intranet/
http://hooks.example.com/ file:///etc/passwd gopher://hooks.example.com/ //hooks.example.com/ hooks.example.com
https://hooks.example.com:8443/ https://hooks.example.com:80/ https://hooks.example.com:99999/
https://user:secret@hooks.example.com/ https://hooks.example.com@127.0.0.1/ https://hooks.example.com\\@127.0.0.1/
https://hooks.example.com/#inside https://hooks.example.com/ü https://ho%6fks.example.com/ https://hooks_1.example.com/
https://-.example.com/ https:///path javascript:alert(1) data:text/html,x ftp://hooks.example.com/
"""
_OTHERS = {
    "74 CR and LF": ("https://hooks.example.com/\r\nHost: inside", "invalid-character"),
    "74 a tabulator": ("https://hooks.exa\tmple.com/", "invalid-character"),
    "74 NUL": ("https://hooks.example.com/\x00", "invalid-character"),
    "74 a blank": ("https://hooks.example.com/a b", "webhook-url"),
    "74 nothing": ("", "blank"),
    "74 2,001 characters": ("https://hooks.example.com/" + "a" * 2000, "too-long"),
    "74 a number": (1, "wrong-type"),
}

CASES: tuple[Case, ...] = (
    *(
        posting(f"74 {url}", "/webhook-endpoints", {"url": url}, 422, "webhook-url", errors=(("/url", "webhook-url"),))
        for url in _ADDRESSES.split()
    ),
    *(
        posting(id, "/webhook-endpoints", {"url": url}, 422, code, errors=(("/url", code),))
        for id, (url, code) in _OTHERS.items()
    ),
)
