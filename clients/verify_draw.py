"""Check a day of the random draw with Python alone: python3 verify_draw.py DRAW.json [--commitment SHA256]

DRAW.json is what customs publishes after the day. `--commitment` is the hash that you kept from before the day;
without it the one in the file is believed. A declaration is drawn where HMAC-SHA256 of its number under the day's key,
its first 8 bytes read as a fraction from 0 to 1 and cut to ten decimals, is below the share of its stratum.
"""

import argparse
import datetime
import hashlib
import hmac
import json
import sys
from decimal import Decimal


def draw(key: bytes, number: str) -> Decimal:
    """The fraction of a number."""
    first = hmac.new(key, number.encode(), hashlib.sha256).digest()[:8]
    return Decimal(int.from_bytes(first, "big") * 10**10 // 2**64).scaleb(-10)


def faults(told: dict, commitment: str) -> list[str]:
    """A sentence for everything that is not as promised."""
    key, found = bytes.fromhex(told["key"]), []
    if hashlib.sha256(key).hexdigest() != commitment:
        found.append("the key is not the one that was committed to")
    at, began = (datetime.datetime.fromisoformat(told[name]) for name in ("committed_at", "began_at"))
    if at >= began:
        found.append("the commitment is not of before the day")
    for each in told["draws"]:
        share = Decimal(told["shares"][each["stratum"]])
        if (draw(key, each["number"]) < share) != each["drawn"]:
            found.append(f"{each['number']}: {'drawn' if each['drawn'] else 'not drawn'} against the key")
    return found


def main() -> int:
    """0 where the draw is honest, 1 where it is not, each fault on a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", help="The published draw.")
    parser.add_argument("--commitment", help="The hash published before the day.")
    asked = parser.parse_args()
    with open(asked.file, encoding="utf-8") as lines:
        told = json.load(lines)
    found = faults(told, asked.commitment or told["commitment"])
    print("\n".join(found) or f"{told['day']}: {len(told['draws'])} declarations, the draw is as promised")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
