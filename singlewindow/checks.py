"""Mistakes of a deployment, told before it starts: `manage.py check` and every command run them."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register


@register()
def the_sandbox_is_not_in_production(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """In the sandbox the declarant scripts the outcome and sets the clock, with passwords that everyone knows."""
    if settings.SANDBOX and settings.ENVIRONMENT.is_production:
        return [Error("SANDBOX is on in production.", hint="Unset SANDBOX, or set STAGE.", id="singlewindow.E001")]
    return []


@register()
def the_random_share_is_a_share(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Without a random share nobody can tell how much the profiles miss; above 1 it is none."""
    share = settings.RANDOM_SELECTION_SHARE
    if not 0 <= share <= 1:
        hint = "Set it between 0 and 1, such as 0.05."
        return [Error(f"RANDOM_SELECTION_SHARE is {share}.", hint=hint, id="singlewindow.E002")]
    if share == 0 and settings.ENVIRONMENT.is_production:
        hint = "A share of 0.05 to 0.10 lets the rate of non-compliance be estimated without bias."
        return [Warning("No declaration is drawn at random.", hint=hint, id="singlewindow.W001")]
    return []
