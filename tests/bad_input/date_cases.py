"""Rows 40 to 45: days of the calendar in Japan, and instants with their zone."""

from tests.bad_input.catalogue import (
    ARRIVAL,
    FORM,
    Case,
    against_the_rules,
    asking,
    lodging,
    posting,
    raw,
    wrong,
)
from tests.bad_input.scene import Scene
from tests.forms import changed, export_form

DEPARTURE = "/transport/departure_on"
_DAYS = {
    "40 30 February": ("2026-02-30", "invalid-date"),
    "40 29 February of a common year": ("2025-02-29", "invalid-date"),
    "40 month 13": ("2024-13-01", "invalid-date"),
    "40 day 0": ("2024-08-00", "invalid-date"),
    "40 year 0": ("0000-01-01", "invalid-date"),
    "41 short": ("2026-1-1", "date-format"),
    "41 full-width digits": ("２０２４-０８-０１", "date-format"),
    "41 slashes": ("2024/08/01", "date-format"),
    "41 basic format": ("20240801", "date-format"),
    "41 week": ("2024-W31-4", "date-format"),
    "41 an instant": ("2024-08-01T00:00:00Z", "date-format"),
    "41 blank behind": ("2024-08-01 ", "date-format"),
    "44 year 10000": ("10000-01-01", "date-format"),
    "44 year with a sign": ("+2024-08-01", "date-format"),
}
_CLOCKS = {
    "43 without a zone": "2024-08-05T10:00:00",
    "43 a zone by name": "2024-08-05T10:00:00 JST",
    "44 24 o'clock": "2024-08-05T24:00:00+09:00",
    "44 a leap second": "2024-08-05T23:59:60+09:00",
    "44 a year of five digits": "10000-08-05T10:00:00+09:00",
    "44 30 February": "2024-02-30T10:00:00+09:00",
    "44 beyond the calendar": "0001-01-01T00:00:00+09:00",
    "44 full-width digits": "２０２４-08-05T10:00:00+09:00",
}
_SINCE = {
    "43 since without a zone": "2024-08-05T10:00:00",
    "44 since 24 o'clock": "2024-08-05T24:00:00Z",
    "44 since a leap second": "2024-08-05T23:59:60Z",
    "44 since a year of five digits": "10000-01-01T00:00:00Z",
}


def an_endpoint(scene: Scene) -> None:
    """A webhook endpoint of the broker."""
    answer = scene.broker.post("/webhook-endpoints", {"url": "https://hooks.example.com/"})
    assert answer.status_code == 201, answer.content
    scene.facts["endpoint"] = answer.json()["endpoint"]["id"]


CASES: tuple[Case, ...] = (
    *(wrong(id, raw(ARRIVAL, text), ARRIVAL, code) for id, (text, code) in _DAYS.items()),
    wrong("41 a number", raw(ARRIVAL, 20240801), ARRIVAL, "wrong-type"),
    against_the_rules("42 year 1", changed(FORM, ARRIVAL, "0001-01-01"), (ARRIVAL, "HD-103")),
    against_the_rules("42 year 9999", changed(FORM, ARRIVAL, "9999-12-31"), (ARRIVAL, "HD-104")),
    against_the_rules(
        "42 an export of year 1",
        export_form(transport={**export_form()["transport"], "departure_on": "0001-01-01"}),
        (DEPARTURE, "CN-310"),
    ),
    against_the_rules(
        "42 an export of year 9999",
        export_form(transport={**export_form()["transport"], "departure_on": "9999-12-31"}),
        (DEPARTURE, "HD-106"),
    ),
    asking("42 a search as at year 1", "/commodities?q=21&on=0001-01-01", 200),
    asking("42 a search as at year 9999", "/commodities?q=21&on=9999-12-31", 200),
    asking("42 what changed since year 1", "/exchange-rates?changed_since=0001-01-01", 200),
    *(
        lodging(id, FORM, 400, "invalid-clock", headers={"Sandbox-Clock": clock})
        for id, clock in _CLOCKS.items()
        if clock.isascii()
    ),
    *(
        posting(
            id,
            "/webhook-endpoints/{endpoint}/replay",
            {"since": since},
            422,
            "date-format",
            errors=(("/since", "date-format"),),
            given=an_endpoint,
        )
        for id, since in _SINCE.items()
    ),
    against_the_rules(
        "45 arrival before departure",
        changed(FORM, DEPARTURE, "2024-08-02"),
        (ARRIVAL, "CN-306"),
    ),
    against_the_rules(
        "45 a year and a day ahead in Japan",
        changed(FORM, ARRIVAL, "2025-08-06"),
        (ARRIVAL, "HD-104"),
        headers={"Sandbox-Clock": "2024-08-05T23:59:59+09:00"},
    ),
    lodging(
        "45 a year ahead in Japan, where it is tomorrow already, a year and a day in UTC",
        changed(FORM, ARRIVAL, "2025-08-06"),
        201,
        writes=True,
        headers={"Sandbox-Clock": "2024-08-05T15:30:00Z"},
    ),
)
