"""The line network in torch: rebuilt from the base ONNX file, with one added branch.

The base (trueocr's rec.onnx, Apache-2.0) reads a 96-row ink map whose middle third is the line: a linear stem of
32 x 4 patches, a small look at the rows above and below, and ten one-dimensional blocks; one time step is 4 columns.
Its stem sees the line at one fixed height only, so a box shifted by a pixel costs accuracy.  The added branch is a
small two-dimensional convolution over the middle rows, whose last layer starts at zero: the net starts as the base.
"""

from __future__ import annotations

from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn import functional

ROWS, STEP, BLOCKS, CHANNELS = 96, 4, 10, 128
FINE_ROWS = (24, 72)  # the rows the added branch sees: the line and half a line around it
Pair = tuple[int, int]


def base_weights(path: Path) -> dict[str, Tensor]:
    """The base file's tensors by place ("blocks.3/dw.weight"), with the stem's normalisation as scale and shift."""
    graph = onnx.load(path).graph
    values = {item.name: torch.from_numpy(numpy_helper.to_array(item).copy()) for item in graph.initializer}
    weights = {"row_prior": values["rec.context.row_prior"]}
    for node in graph.node:
        place = node.output[0].removeprefix("/rec/").removesuffix("/Conv_output_0")
        if node.op_type == "Conv":
            for name, source in zip(("weight", "bias"), node.input[1:], strict=False):
                weights[f"{place}.{name}"] = values[source]
        elif node.op_type == "BatchNormalization":
            gain, shift, mean, variance = (values[name] for name in node.input[1:])
            scale = gain / torch.sqrt(variance + 1e-5)
            weights |= {"norm.scale": scale, "norm.shift": shift - mean * scale}
    return weights


class LineNet(nn.Module):
    """Ink maps [B, 1, 96, W] and widths [B] to log-probabilities [B, W // 4, classes] and lengths [B]."""

    def __init__(self, weights: dict[str, Tensor], extra_classes: int, *, fine: bool = True) -> None:
        super().__init__()
        self.values = nn.ParameterDict({key.replace(".", "|"): nn.Parameter(v.clone()) for key, v in weights.items()})
        if extra_classes:
            self._widen_head(extra_classes)
        self.fine = FineBranch() if fine else None

    def _widen_head(self, count: int) -> None:
        weight, bias = self.value("head.weight"), self.value("head.bias")
        self.values["head|weight"] = nn.Parameter(torch.cat([weight, 0.01 * torch.randn(count, *weight.shape[1:])]))
        self.values["head|bias"] = nn.Parameter(torch.cat([bias, bias.min().expand(count) - 2.0]))

    def value(self, place: str) -> Tensor:
        """One tensor of the base by its place."""
        tensor: Tensor = self.values[place.replace(".", "|")]
        return tensor

    def conv(self, x: Tensor, place: str, *, stride: Pair = (1, 1), padding: Pair = (0, 0), groups: int = 1) -> Tensor:
        """A convolution of the base; one-dimensional kernels run as 1 x k."""
        weight = self.value(f"{place}.weight")
        flat = weight.unsqueeze(2) if weight.dim() == 3 else weight
        bias = self.values.get(f"{place}.bias".replace(".", "|"))
        wide: Tensor = functional.conv2d(x, flat, bias, stride, padding, (1, 1), groups)
        return wide

    def context(self, x: Tensor) -> Tensor:
        """What the rows above and below say: four weighted means over the height."""
        features = functional.hardswish(self.conv(x, "context/patch", stride=(STEP, STEP)))
        features = functional.hardswish(
            self.conv(self.conv(features, "context/dw", padding=(1, 1), groups=32), "context/pw")
        )
        attention = torch.softmax(self.conv(features, "context/score") + self.value("row_prior"), dim=2)
        pooled = (features.view(len(x), 4, 16, *features.shape[2:]) * attention.unsqueeze(2)).sum(dim=3)
        return self.conv(pooled.flatten(1, 2).unsqueeze(2), "context/proj")

    def block(self, x: Tensor, mask: Tensor, counts: Tensor, name: str) -> Tensor:
        """One residual block: wide depthwise, expansion, gate from the line's mean, projection."""
        y = self.conv(x, f"{name}/dw", padding=(0, 4), groups=CHANNELS)
        y = functional.hardswish(self.conv(y, f"{name}/expand"))
        mean = (y * mask).sum(dim=3, keepdim=True) / counts
        gate = torch.sigmoid(self.conv(functional.relu(self.conv(mean, f"{name}/se/fc1")), f"{name}/se/fc2"))
        return (x + self.conv(y * gate, f"{name}/project")) * mask

    def forward(self, x: Tensor, widths: Tensor) -> tuple[Tensor, Tensor]:
        """See the class.  Columns past a line's width must be zero; steps past its length mean nothing."""
        x = x.contiguous(memory_format=torch.channels_last)
        y = self.conv(x[:, :, 32:64], "stem", stride=(32, STEP)) + self.context(x)
        if self.fine is not None:
            y = y + self.fine(x[:, :, FINE_ROWS[0] : FINE_ROWS[1]])
        lengths = torch.clamp((widths + STEP - 1) // STEP, max=y.shape[3])
        mask = (torch.arange(y.shape[3])[None, :] < lengths[:, None])[:, None, None, :].to(y.dtype)
        counts = mask.sum(dim=3, keepdim=True).clamp(min=1.0)
        shape = (1, CHANNELS, 1, 1)
        y = functional.hardswish(y * self.value("norm.scale").view(shape) + self.value("norm.shift").view(shape)) * mask
        for i in range(BLOCKS):
            y = self.block(y, mask, counts, f"blocks.{i}")
        scores = self.conv(y, "head").squeeze(2).transpose(1, 2)
        return torch.log_softmax(scores.float(), dim=2), lengths


class FineBranch(nn.Module):
    """Four small convolutions over 48 rows, then one that gathers the height; added to the stem's features.

    To the right it looks two time steps past a line's end at most, which is the halo of empty columns that the crops
    bring: so a line reads the same alone and in a batch.
    """

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Conv2d(1, 16, 3, stride=2, padding=1)
        self.deep = nn.ModuleList(
            [
                nn.Conv2d(16, 16, 3, stride=2, padding=1, groups=16, bias=False),
                nn.Conv2d(48, 48, 3, padding=1, groups=48, bias=False),
                nn.Conv2d(64, 64, 3, stride=(2, 1), padding=1, groups=64, bias=False),
            ]
        )
        self.mix = nn.ModuleList([nn.Conv2d(16, 48, 1), nn.Conv2d(48, 64, 1), nn.Conv2d(64, 96, 1)])
        self.gather = nn.Conv2d(96, CHANNELS, (6, 1))
        nn.init.zeros_(self.gather.weight)
        assert self.gather.bias is not None
        nn.init.zeros_(self.gather.bias)

    def forward(self, x: Tensor) -> Tensor:
        """[B, 1, 48, W] to [B, 128, 1, W // 4]."""
        y = functional.hardswish(self.first(x))
        for deep, mix in zip(self.deep, self.mix, strict=True):
            y = functional.hardswish(mix(deep(y)))
        return self.gather(y)  # type: ignore[no-any-return]
