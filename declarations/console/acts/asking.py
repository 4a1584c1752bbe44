"""Ask the declarant; raise the category, or propose a lower one."""

from typing import Any, Unpack

from declarations import clearance
from declarations.console import ways
from declarations.console.acts.base import Act, How
from declarations.console.forms.asking import AskForm, CategoryForm
from declarations.selection.models import CATEGORIES


class Ask(Act):
    """Ask the declarant a question."""

    way, form_class = ways.ASK, AskForm
    consequence = (
        "The declaration is held until the declarant has answered, and an officer reads the answer: "
        "it is in category 2 at least from now on."
    )

    def act(self, number: str, form: AskForm, **how: Unpack[How]) -> str:
        clearance.ask(number, text=form.cleaned_data["text"], **how)
        return "the declarant is asked."


class _OtherCategory(Act):
    form_class = CategoryForm

    def choices(self) -> tuple[int, ...]:
        """The categories that it can be changed to."""
        raise NotImplementedError

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"categories": self.choices()}


class Raise(_OtherCategory):
    """Have more examined than the system chose."""

    way = ways.RAISE
    consequence = "The goods are held until they are examined so. Only two officers can lower the category again."

    def choices(self) -> tuple[int, ...]:
        return tuple(number for number, _ in CATEGORIES if number > self.declaration.category)

    def act(self, number: str, form: CategoryForm, **how: Unpack[How]) -> str:
        said = form.cleaned_data
        clearance.raise_category(number, category=said["category"], reason=said["reason"], **how)
        return f"raised to category {said['category']}."


class Lower(_OtherCategory):
    """Propose that less is examined."""

    way = ways.LOWER
    consequence = "Nothing changes yet: another officer, a senior or a chief examiner, decides."

    def choices(self) -> tuple[int, ...]:
        return tuple(number for number, _ in CATEGORIES if number < self.declaration.category)

    def act(self, number: str, form: CategoryForm, **how: Unpack[How]) -> str:
        said = form.cleaned_data
        clearance.propose_lower_category(number, category=said["category"], reason=said["reason"], **how)
        return f"category {said['category']} is proposed. Another officer decides."


ACTS: tuple[type[Act], ...] = (Ask, Raise, Lower)
