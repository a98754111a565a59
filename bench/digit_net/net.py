"""The digit net: a few convolutions over 48 rows, then along the slot; one step is two columns."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn

ROWS, STEP = 48, 2
CLASSES = "0123456789p"
"""Class 0 is CTC's blank, class ``i + 1`` is ``CLASSES[i]``; "p" is a run of print."""


class DigitNet(nn.Module):
    """Slots [B, 2, 48, W] to log-probabilities [B, W // 2, 12]."""

    def __init__(self, deep: tuple[int, int, int, int] = (16, 32, 64, 96), wide: int = 160) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for before, after, stride in zip((2, *deep), deep, ((2, 2), (2, 1), (2, 1), (2, 1)), strict=False):
            layers += [nn.Conv2d(before, after, 3, stride, 1, bias=False), nn.BatchNorm2d(after), nn.ReLU()]
        layers += [nn.Conv2d(deep[-1], wide, (3, 1), bias=False), nn.BatchNorm2d(wide), nn.ReLU(), nn.Dropout(0.1)]
        self.see = nn.Sequential(*layers)
        self.along = nn.ModuleList(_along(wide, reach) for reach in (1, 2, 3))
        self.head = nn.Conv2d(wide, len(CLASSES) + 1, 1)

    def forward(self, x: Tensor) -> Tensor:
        """See the class."""
        y = self.see(x)
        for block in self.along:
            y = y + block(y)
        scores: Tensor = self.head(y).squeeze(2).transpose(1, 2)
        return torch.log_softmax(scores, dim=2)


def grown(net: DigitNet, weights: Mapping[str, Tensor]) -> DigitNet:
    """The net with the weights of a smaller or equal one in it: at first it says what that one says.

    What is new starts by chance, and nothing that is old listens to it.
    """
    state = net.state_dict()
    for name, old in weights.items():
        new = state[name]
        if new.dim() == 4:
            new[: old.shape[0], old.shape[1] :] = 0
        new[tuple(slice(size) for size in old.shape)] = old
    net.load_state_dict(state)
    return net


def _along(wide: int, reach: int) -> nn.Module:
    """A residual step along the slot that sees ``2 * reach`` steps to both sides."""
    return nn.Sequential(
        nn.Conv2d(wide, wide, (1, 5), padding=(0, 2 * reach), dilation=(1, reach), bias=False),
        nn.BatchNorm2d(wide),
        nn.ReLU(),
    )
