"""What happened, in words, and whether the chain of it is whole."""

from collections.abc import Sequence

from msgspec import Struct

from declarations import chain
from declarations.console.case.facts import fact_words
from declarations.models import Declaration
from declarations.models.history import EventName
from declarations.reading import Happening
from declarations.traders.models import User


class Chain(Struct, frozen=True):
    """Whether the history is whole: the first event that does not follow, or a head that is not its last event's."""

    events: int
    broken_at: int | None
    head_is_last: bool

    @property
    def is_whole(self) -> bool:
        return self.broken_at is None and self.head_is_last


class Told(Struct, frozen=True):
    """One event of the timeline, in words."""

    event: Happening
    name: str
    facts: tuple[tuple[str, str], ...]


def chain_of(declaration: Declaration, happenings: Sequence[Happening]) -> Chain:
    """Verify the hash chain, and that it ends where the declaration says: a cut tail is a break too."""
    links = [
        (
            chain.Link(
                declaration_id=declaration.id,
                seq=one.seq,
                version=one.version,
                name=one.name,
                at=one.at,
                actor=one.actor,
                facts=one.facts,
            ),
            one.hash,
        )
        for one in happenings
    ]
    last = (happenings[-1].seq, happenings[-1].hash) if happenings else None
    return Chain(
        events=len(happenings),
        broken_at=chain.first_break(declaration.id, links),
        head_is_last=last == (declaration.last_seq, declaration.last_hash),
    )


def told(happening: Happening) -> Told:
    """One event in words. An event of a later release of this service keeps its name."""
    known = happening.name in EventName.values
    name = EventName(happening.name).label if known else happening.name
    return Told(event=happening, name=name, facts=fact_words(happening.facts))


def people_of(happenings: Sequence[Happening]) -> dict[str, str]:
    """The logins of the declarant's people who acted, by their ids: one SQL statement, where any did."""
    ids = {one.actor.removeprefix("user:") for one in happenings if one.actor.startswith("user:")}
    return {str(each.id): each.username for each in User.objects.filter(id__in=ids).only("id", "username")}
