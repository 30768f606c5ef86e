"""Rows or columns given out by need: floors first, then needs, then what is left by parts. Pure.

They are given one by one, so that more of them never makes anybody's part smaller.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct


class Want(Struct, frozen=True):
    """The least one stands with, what it needs, the most it can use (None: any number), its parts of the rest."""

    floor: int
    need: int = 0
    most: int | None = None
    share: int = 1


def shared_out(total: int, wants: Sequence[Want]) -> list[int]:
    """As many as there are, for each; in reading order where there are too few even for the floors."""
    sizes: list[int] = []
    for want in wants:
        sizes.append(max(0, min(want.floor, total - sum(sizes))))
    _give(total, sizes, wants, lambda i: sizes[i] < _bound(wants[i]) and sizes[i] < wants[i].need, by_share=False)
    # What can use any number has the rest; where nothing can, those that could use some; and else the largest.
    endless = {i for i, want in enumerate(wants) if want.most is None and want.share}
    _give(total, sizes, wants, endless.__contains__)
    _give(total, sizes, wants, lambda i: sizes[i] < _bound(wants[i]))
    if sizes:
        sizes[max(range(len(sizes)), key=lambda i: wants[i].share)] += total - sum(sizes)
    return sizes


def _bound(want: Want) -> float:
    return float("inf") if want.most is None else want.most


def _give(
    total: int, sizes: list[int], wants: Sequence[Want], may: Callable[[int], bool], *, by_share: bool = True
) -> None:
    """One after another to whoever got least for its share so far, the larger share first."""
    given = [0] * len(sizes)
    shares = [max(1, want.share) if by_share else 1 for want in wants]
    for _ in range(total - sum(sizes)):
        open_ = [i for i in range(len(sizes)) if may(i)]
        if not open_:
            return
        least = min(open_, key=lambda i: ((given[i] + 1) / shares[i], i))
        given[least] += 1
        sizes[least] += 1
