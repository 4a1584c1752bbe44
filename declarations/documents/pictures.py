"""PNG, JPEG and TIFF: whole from the first byte to the last, and nothing else in them."""

import re
import zlib
from collections.abc import Callable

from declarations.documents.faults import Fault, broken, expands
from declarations.documents.foreign import foreign_signs

MOST_PIXELS = 200_000_000
_PNG_HEAD = 8
_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])", re.DOTALL)
_START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_START_OF_SCAN, _END_OF_IMAGE, _START_OF_IMAGE = 0xDA, 0xD9, b"\xff\xd8\xff"
_MOST_PAGES, _MOST_TAGS, _MOST_PICTURES = 1_000, 200, 20
_MOST_PIECES = 20_000  # chunks of a PNG, segments of a JPEG: far more than a picture of 10 MB has
_TIFF_WIDTH_TAG = 256


class NotWhole(Exception):
    """The structure ends early or makes no sense."""


def png_faults(content: bytes) -> list[Fault]:
    """What is wrong with a PNG."""
    return _faults(content, _png_end)


def jpeg_faults(content: bytes) -> list[Fault]:
    """What is wrong with a JPEG. Cameras put further pictures behind the first: each must be one."""
    return _faults(content, _jpegs_end)


def tiff_faults(content: bytes) -> list[Fault]:
    """What is wrong with a TIFF, whose parts may stand in any order: there is no end to look behind."""
    return _faults(content, _tiff_end)


def _faults(content: bytes, end_of: Callable[[bytes], int]) -> list[Fault]:
    faults = [Fault("upload-polyglot", facts={"found": sign}) for sign in foreign_signs(content)]
    try:
        end = end_of(content)
    except NotWhole as why:
        return [*faults, broken(str(why))]
    except OverflowError as why:
        return [*faults, expands(str(why))]
    if content[end:].strip(b"\x00") and not faults:
        faults.append(Fault("upload-polyglot", facts={"found": "bytes behind the end"}))
    return faults


def _png_end(content: bytes) -> int:
    place, seen = _PNG_HEAD, list[bytes]()
    while place + 12 <= len(content) and len(seen) < _MOST_PIECES:
        length = int.from_bytes(content[place : place + 4], "big")
        kind = content[place + 4 : place + 8]
        end = place + 12 + length
        if end > len(content) or zlib.crc32(content[place + 4 : end - 4]) != int.from_bytes(
            content[end - 4 : end], "big"
        ):
            raise NotWhole("a chunk of the PNG is damaged")
        if not seen:
            _demand_size(content[place + 8 : place + 16] if kind == b"IHDR" and length == 13 else b"")
        seen.append(kind)
        place = end
        if kind == b"IEND" and b"IDAT" in seen:
            return place
    raise NotWhole("the PNG ends early, or is all chunks")


def _demand_size(told: bytes) -> None:
    width, height = int.from_bytes(told[:4], "big"), int.from_bytes(told[4:], "big")
    if not width or not height:
        raise NotWhole("the PNG does not begin with its size")
    if width * height > MOST_PIXELS:
        raise OverflowError(f"{width} x {height} pixels")


def _jpegs_end(content: bytes) -> int:
    place = 0
    for _ in range(_MOST_PICTURES):
        place = _jpeg_end(content, place)
        if not content.startswith(_START_OF_IMAGE, place):
            break
    return place


def _jpeg_end(content: bytes, start: int) -> int:
    place, has_frame = start + 2, False
    for _ in range(_MOST_PIECES):
        if not (found := _MARKER.search(content, place)):
            break
        marker, place = found.group(1)[0], found.end()
        if marker == _END_OF_IMAGE:
            if not has_frame:
                raise NotWhole("the JPEG has no picture in it")
            return place
        length = int.from_bytes(content[place : place + 2], "big")
        if length < 2 or place + length > len(content):
            raise NotWhole("a segment of the JPEG is damaged")
        has_frame = has_frame or marker in _START_OF_FRAME
        place += length
    raise NotWhole("the JPEG ends early, or is all segments")


def _tiff_end(content: bytes) -> int:
    order = "little" if content.startswith(b"II") else "big"

    def number(place: int, size: int) -> int:
        if place + size > len(content):
            raise NotWhole("the TIFF points behind its end")
        return int.from_bytes(content[place : place + size], order)  # type: ignore[arg-type]

    page, tags, seen = number(4, 4), set[int](), set[int]()
    while page:
        entries = number(page, 2)
        if page in seen or len(seen) == _MOST_PAGES or entries > _MOST_TAGS:
            raise NotWhole("the TIFF has no end of pages")
        seen.add(page)
        tags |= {number(page + 2 + 12 * each, 2) for each in range(entries)}
        page = number(page + 2 + 12 * entries, 4)
    if _TIFF_WIDTH_TAG not in tags:
        raise NotWhole("the TIFF has no picture in it")
    return len(content)
