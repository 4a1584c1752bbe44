"""Made-up contributions for tests of disclosure control: few large firms, many small, most cells thin."""

from collections import Counter
from random import Random

from declarations.dataset.disclosure.attacking import Published, Truth, attack, judged
from declarations.dataset.disclosure.joint import Sums
from declarations.dataset.disclosure.protecting import protect
from declarations.dataset.disclosure.rules import Rules
from declarations.dataset.disclosure.tables import Contribution, Frame, Tabulation

FRAME = Frame(("month", "hs2", "country"))
RULES = Rules()


def trade(*, chapters=6, countries=10, firms=40, lines=500, months=("2024-01", "2024-02"), seed=5):
    """Values in yen by month, chapter and country; chapters, countries and firms are of unequal size."""
    chance, sums = Random(seed), Counter()
    sizes = [min(chance.paretovariate(1.15), 30) for _ in range(firms)]
    for _ in range(lines):
        chapter = chance.choices(range(chapters), [1 / (n + 1) ** 0.7 for n in range(chapters)])[0]
        country = chance.choices(range(countries), [1 / (n + 1) for n in range(countries)])[0]
        firm = chance.choices(range(firms), sizes)[0]
        value = 200_000 + int(chance.lognormvariate(13.2, 1.25) * sizes[firm] ** 0.4)
        sums[(chance.choice(months), f"{chapter + 1:02}", f"C{country}"), f"FIRM {firm}"] += value
    return [Contribution(place, firm, value) for (place, firm), value in sums.items()]


def by_chapter_and_country(*months):
    """A table of some months, by chapter and country."""
    return Tabulation(measure="VALUE", axes=(("hs2",), ("country",)), where={"month": months})


def released(contributions, tabulations, *, jointly=True):
    """Tables released one after another: each beside those before it, or, as a control, by itself."""
    out = []
    for number, tabulation in enumerate(tabulations):
        earlier = [each.sheet for each in out] if jointly else ()
        out.append(protect(contributions, tabulation, frame=FRAME, rules=RULES, name=f"T{number}", earlier=earlier))
    return out


def attacked(out, **knowing):
    """What the attacker has of them: how many hidden cells exactly, and how many too closely."""
    sheets = [each.sheet for each in out]
    sums = Sums(sheets, FRAME)
    truths = {
        (sheets[number].name, key): Truth(sums.amounts[number, key], RULES.need(sums.open_amount((number, key))))
        for number, key in sums.cells
    }
    tables = [Published(name=each.name, tabulation=each.tabulation, figures=each.figures) for each in sheets]
    return judged(attack(tables, FRAME, **knowing), truths)
