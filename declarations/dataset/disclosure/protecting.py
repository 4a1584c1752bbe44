"""Which cells of a new table are kept back, so that nothing that must not be known can be worked out: not from this
table, and not from it together with what is out already.

First the cells that the rules forbid. Then what is left of each total when the cells that are shown are taken away: it
must be safe as well. Then the shifts of a certificate are looked for that change every hidden cell enough and cost the
least (searching.py). At last what it was needless to hide is shown again.
"""

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from declarations.dataset.disclosure.certificate import Certificate, certificate_of
from declarations.dataset.disclosure.joint import Figures, Sheet, Sums, amounts_of
from declarations.dataset.disclosure.rules import Reason, Rules
from declarations.dataset.disclosure.searching import CannotBeProtected, Search, cost_of
from declarations.dataset.disclosure.tables import (
    Contribution,
    Frame,
    Key,
    Tabulation,
    Tallies,
    families_of,
    tallies_of,
    together,
)

_MOST_PLACES = 600


class Protected(Struct, frozen=True, kw_only=True):
    """A table as it may be released: each figure, None where hidden; why; and the proof."""

    sheet: Sheet
    reasons: Mapping[Key, Reason]
    certificate: Certificate

    @property
    def figures(self) -> Figures:
        """What is out of it."""
        return self.sheet.figures


def protect(
    contributions: Sequence[Contribution],
    tabulation: Tabulation,
    *,
    frame: Frame,
    rules: Rules,
    name: str = "new",
    earlier: Sequence[Sheet] = (),
) -> Protected:
    """Protect a table, beside earlier ones (in the order of their release) at places of the same frame.

    Raises CannotBeProtected, or SolverMissing.
    """
    tallies = tallies_of(contributions, frame, tabulation)
    sheet = Sheet(name=name, tabulation=tabulation, amounts=amounts_of(contributions, frame, tabulation))
    sums = Sums([*earlier, sheet], frame)
    known = {key for key in tallies if not sums.open_amount((len(earlier), key))} if earlier else set()
    hidden = {key: reason for key, tally in tallies.items() if (reason := rules.reason(tally))}
    _keep_remainders_safe(hidden, tallies, rules, known=known)
    forbidden = set(hidden)
    shifts = Search(sums, rules, hidden, known).run()
    shifts = _give_back(sums, rules, hidden, known, shifts, kept=forbidden)
    figures = {key: None if key in hidden else sum(tally.values()) for key, tally in tallies.items()}
    certificate = certificate_of(sums, figures, shifts, frame=frame, percent=rules.percent)
    return Protected(sheet=replace(sheet, figures=figures), reasons=hidden, certificate=certificate)


def _give_back(
    sums: Sums,
    rules: Rules,
    hidden: dict[Key, Reason],
    known: Collection[Key],
    shifts: list[dict[int, int]],
    *,
    kept: Collection[Key],
) -> list[dict[int, int]]:
    """Show again what later rounds made it needless to hide: many cells at once, or by halves; the shifts that prove
    what is left. At the size of a whole month that takes long, and little would come back: it is left as it is.
    """
    if len(sums.places) > _MOST_PLACES:
        return shifts
    new = len(sums.sheets) - 1
    dearest_first = sorted(hidden.keys() - set(kept), key=lambda key: (-cost_of(sums, (new, key)), key))
    waiting = [dearest_first] if dearest_first else []
    while waiting:
        some = waiting.pop()
        fewer = {key: reason for key, reason in hidden.items() if key not in some}
        try:
            shifts = Search(sums, rules, fewer, known, may_hide=False).run()
        except CannotBeProtected:
            half = len(some) // 2
            waiting += [part for part in (some[half:], some[:half]) if half and part]
        else:
            for key in some:
                del hidden[key]
    return shifts


def _keep_remainders_safe(
    hidden: dict[Key, Reason], tallies: Mapping[Key, Tallies], rules: Rules, *, known: Collection[Key]
) -> None:
    """Hide further parts of each total that is shown, until those that are hidden are safe together.

    Whoever takes the parts that are shown from a total knows the rest; and one of two firms in the rest, the other.
    What is known anyway hides nothing.
    """
    families = families_of(tallies)
    of_part: dict[Key, list[tuple[Key, int]]] = {}
    for family, parts in families.items():
        for key in parts:
            of_part.setdefault(key, []).append(family)
    waiting = sorted(families)
    while waiting:
        family = waiting.pop()
        parent, parts = family[0], [key for key in families[family] if key not in known]
        lacking = [key for key in parts if key in hidden]
        if parent in hidden or not lacking or not rules.reason(together(tallies[key] for key in lacking)):
            continue
        further = _cheapest_addition(parts, lacking, hidden, tallies, rules) or parent
        hidden[further] = Reason.COMPLEMENT
        waiting += [family, *of_part.get(further, ())]


def _cheapest_addition(
    parts: Sequence[Key],
    lacking: Sequence[Key],
    hidden: Mapping[Key, Reason],
    tallies: Mapping[Key, Tallies],
    rules: Rules,
) -> Key | None:
    """The smallest part with which the rest is safe; where there is none the largest; None where all are hidden."""
    shown = sorted((key for key in parts if key not in hidden), key=lambda key: (sum(tallies[key].values()), key))
    rest = together(tallies[key] for key in lacking)
    for key in shown:
        if not rules.reason(together([rest, tallies[key]])):
            return key
    return shown[-1] if shown else None
