"""Writes the trained digit net as ONNX with its weights at half precision."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from digit_net.net import ROWS, DigitNet
from onnx import TensorProto, helper, numpy_helper


def write_onnx(net: DigitNet, target: Path) -> None:
    """Input x [B, 2, 48, W], output logp [B, W // 2, 12]."""
    example = torch.zeros(1, 2, ROWS, 96)
    torch.onnx.export(
        net.eval(), (example,), str(target), input_names=["x"], output_names=["logp"], opset_version=17,
        dynamic_axes={"x": {0: "B", 3: "W"}, "logp": {0: "B", 1: "T"}}, do_constant_folding=True, dynamo=False,
    )  # fmt: skip
    model = onnx.load(target)
    _halve(model.graph)
    del model.graph.value_info[:]
    onnx.checker.check_model(model)
    onnx.save(model, target)


def _halve(graph: onnx.GraphProto) -> None:
    """Stores weights as half precision, each with a node that widens it, which the runtime folds when it loads."""
    casts = []
    for item in list(graph.initializer):
        value = numpy_helper.to_array(item)
        if value.dtype != np.float32 or value.size < 64:
            continue
        graph.initializer.remove(item)
        graph.initializer.append(numpy_helper.from_array(value.astype(np.float16), f"{item.name}.half"))
        casts.append(helper.make_node("Cast", [f"{item.name}.half"], [item.name], to=TensorProto.FLOAT))
    nodes = list(graph.node)
    del graph.node[:]
    graph.node.extend(casts + nodes)
