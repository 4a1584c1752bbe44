"""A forest of decision trees, walked in plain Python: the same input gives the same number on every machine. Pure."""

from collections.abc import Callable, Sequence
from math import exp, isnan

from msgspec import Struct

LOOK_EVERY = 25
"""After so many trees the clock is looked at."""


class TooSlow(Exception):
    """The walk took longer than it may."""


class Node(Struct, frozen=True, array_like=True):
    """A question about one feature. A row goes left where its number is at most `cut`, or its code is among `codes`.

    `left` and `right` are places in the tree's nodes; below 0, -1 - place in its leaves. `value` is what the rows that
    came here say on average, so that a step's part in the answer can be told.
    """

    feature: int
    cut: float
    codes: frozenset[int] | None
    missing_left: bool
    left: int
    right: int
    value: float


class Tree(Struct, frozen=True, array_like=True):
    """Nodes from the root on, and leaves."""

    nodes: tuple[Node, ...]
    leaves: tuple[float, ...]


class Forest(Struct, frozen=True):
    """What the trees say adds up to log odds."""

    trees: tuple[Tree, ...]

    def is_whole(self, features: int) -> bool:
        """Whether every walk ends in a leaf: steps only go on, and ask only about features that there are."""
        return all(_is_whole(tree, features) for tree in self.trees)

    def log_odds(self, told: Sequence[float], *, go_on: Callable[[], bool] = lambda: True) -> float:
        """The sum over all trees. Raises TooSlow once it may not go on.

        The question is written out here: a call a node would double the time, and this is done inside lodgings.
        """
        total = 0.0
        for place, tree in enumerate(self.trees):
            if place % LOOK_EVERY == 0 and not go_on():
                raise TooSlow
            at, nodes = (0 if tree.nodes else -1), tree.nodes
            while at >= 0:
                node = nodes[at]
                number = told[node.feature]
                if node.codes is not None:
                    at = node.left if number in node.codes else node.right
                elif number <= node.cut or (number != number and node.missing_left):
                    at = node.left
                else:
                    at = node.right
            total += tree.leaves[-1 - at]
        return total

    def parts(self, told: Sequence[float]) -> list[float]:
        """How much each feature moved the log odds: the change at every question, summed by what was asked."""
        parts = [0.0] * len(told)
        for tree in self.trees:
            at = 0 if tree.nodes else -1
            while at >= 0:
                node = tree.nodes[at]
                at = node.left if _goes_left(node, told[node.feature]) else node.right
                parts[node.feature] += (tree.nodes[at].value if at >= 0 else tree.leaves[-1 - at]) - node.value
        return parts


def _is_whole(tree: Tree, features: int) -> bool:
    if not tree.leaves:
        return False
    return all(
        0 <= node.feature < features
        and all(place < to < len(tree.nodes) or -len(tree.leaves) <= to < 0 for to in (node.left, node.right))
        for place, node in enumerate(tree.nodes)
    )


def probability(log_odds: float) -> float:
    """From 0 to 1, without overflow."""
    return 1 / (1 + exp(-max(-500.0, min(500.0, log_odds))))


def _goes_left(node: Node, number: float) -> bool:
    if node.codes is not None:
        return number in node.codes
    if isnan(number):
        return node.missing_left
    return number <= node.cut
