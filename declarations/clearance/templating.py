"""Templates: what a firm declares again and again is kept under a name, and drafts are begun with it."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from declarations.clearance.drafting import register
from declarations.data import Direction
from declarations.errors import TooManyDrafts, UnknownDeclaration
from declarations.models import Draft, Template
from declarations.traders.declarant import Declarant
from declarations.traders.models import Trader

MOST_KEPT = 200


def keep_template(name: str, said: dict[str, Any], *, by: Declarant, at: datetime) -> Template:
    """Keep what is said, but for the own reference, under a name; in the place of what had the name before.

    Raises TooManyDrafts.
    """
    body = {key: value for key, value in said.items() if key != "own_reference"}
    content = {
        "body": json.dumps(body, ensure_ascii=False),
        "direction": said.get("direction") if said.get("direction") in list(Direction) else "",
        "client": by.client,
        "changed_at": at,
    }
    with transaction.atomic():
        Trader.objects.select_for_update(no_key=True).get(id=by.trader_id)  # so that the limit is exact
        others = Template.objects.filter(owner=by.trader_id).exclude(name=name)
        if others.count() >= MOST_KEPT:
            raise TooManyDrafts(limit=MOST_KEPT)
        kept, _ = Template.objects.update_or_create(owner_id=by.trader_id, name=name, defaults=content)
    return kept


def templates_of(*, by: Declarant) -> list[Template]:
    """The organisation's templates by name, without their bodies."""
    return list(Template.objects.filter(owner=by.trader_id).defer("body").order_by("name"))


def draft_from_template(template: str, *, by: Declarant, at: datetime) -> Draft:
    """A draft that begins with what a template says. Raises UnknownDeclaration, TooManyDrafts."""
    said = json.loads(_of(template, by=by).body)
    return register(json.dumps(said, ensure_ascii=False).encode(), said, by=by, at=at)


def discard_template(template: str, *, by: Declarant) -> None:
    """Delete it. Raises UnknownDeclaration."""
    _of(template, by=by).delete()


def _of(template: str, *, by: Declarant) -> Template:
    try:
        return Template.objects.get(id=UUID(template), owner=by.trader_id)
    except (ValueError, Template.DoesNotExist):
        raise UnknownDeclaration() from None
