"""Who sees research projects, and who decides on them and on what comes out: rights that the console's groups give."""

from declarations.traders.models import Role, User

SEE, DECIDE = "dataset.view_researchproject", "dataset.decide_researchproject"


def sees(person: User) -> bool:
    """Whether every project is shown to this person; a researcher sees those that it works in."""
    return person.has_perm(SEE)


def decides(person: User) -> bool:
    """Whether this person decides: an officer who has the right, whatever else an administrator may do."""
    return person.role == Role.OFFICER and person.has_perm(DECIDE)
