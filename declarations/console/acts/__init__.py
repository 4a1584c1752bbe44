"""The officer's acts, a page each: say why, confirm, and one call of the domain is made.

    base        how every act is done and told
    deciding    examine, release, refuse; decide what was applied for
    asking      ask the declarant; raise the category, propose a lower one
    money       assess by hand, refund
    permits     override a permit check, take it over

Looking at a page changes nothing; only its form does. Whether an act is possible is for the domain to say: what it
refuses is told in words with its facts.
"""

from declarations.console.acts import asking, deciding, money, permits
from declarations.console.acts.base import Act

ACTS: tuple[type[Act], ...] = (*deciding.ACTS, *asking.ACTS, *money.ACTS, *permits.ACTS)

__all__ = ["ACTS", "Act"]
