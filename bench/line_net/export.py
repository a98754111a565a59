"""Writes the trained net as ONNX: the base's graph with new weights, the added branch, and all scores as the output."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from line_net.net import FINE_ROWS, LineNet
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Array = NDArray[np.float32]


def write_onnx(net: LineNet, base: Path, target: Path) -> None:
    """Inputs x [B, 1, 96, W] and widths [B]; outputs logp [B, T, C] and lengths [B]; weights at half precision."""
    model = onnx.load(base)
    graph = model.graph
    made = {key.replace("|", "."): value.detach().numpy() for key, value in net.values.items()}
    tensors = _base_tensors(graph, made)
    if net.fine is not None:
        tensors |= _branch(graph, net)
    _outputs(graph, made["head.weight"].shape[0])
    _store(graph, tensors)
    onnx.checker.check_model(model)
    onnx.save(model, target)


def halved(net: LineNet) -> None:
    """Rounds every weight to half precision, in place: what is stored is then exactly what was measured."""
    with torch.no_grad():
        for value in net.parameters():
            value.copy_(value.half().float())


# -------------------------------------------------------------------------------------------------------------------


def _base_tensors(graph: onnx.GraphProto, made: dict[str, Array]) -> dict[str, Array]:
    """The new values under the graph's own names; the normalisation becomes a scale and a shift."""
    tensors: dict[str, Array] = {"rec.context.row_prior": made["row_prior"]}
    for node in list(graph.node):
        place = node.output[0].removeprefix("/rec/").removesuffix("/Conv_output_0")
        if node.op_type == "Conv":
            for name, target in zip(("weight", "bias"), node.input[1:], strict=False):
                tensors[target] = made[f"{place}.{name}"]
        elif node.op_type == "BatchNormalization":
            tensors["norm.scale"] = made["norm.scale"].reshape(1, -1, 1)
            tensors["norm.shift"] = made["norm.shift"].reshape(1, -1, 1)
            at = list(graph.node).index(node)
            graph.node.insert(at, helper.make_node("Mul", [node.input[0], "norm.scale"], ["norm.scaled"]))
            graph.node.insert(at + 1, helper.make_node("Add", ["norm.scaled", "norm.shift"], [node.output[0]]))
            graph.node.remove(node)
    return tensors


def _branch(graph: onnx.GraphProto, net: LineNet) -> dict[str, Array]:
    """Adds the branch's nodes before the normalisation."""
    assert net.fine is not None
    layers = [net.fine.first]
    for deep, mix in zip(net.fine.deep, net.fine.mix, strict=True):
        layers += [deep, mix]
    layers.append(net.fine.gather)
    tensors: dict[str, Array] = {}
    ends = {"fine.from": [0, 0, FINE_ROWS[0], 0], "fine.to": [2**31, 1, FINE_ROWS[1], 2**31]}
    graph.initializer.extend(numpy_helper.from_array(np.array(v, np.int64), k) for k, v in ends.items())
    nodes, last = [helper.make_node("Slice", ["x", "fine.from", "fine.to"], ["fine.rows"])], "fine.rows"
    for i, layer in enumerate(layers):
        inputs = [last, f"fine.{i}.weight"]
        tensors[inputs[1]] = layer.weight.detach().numpy()
        if layer.bias is not None:
            inputs.append(f"fine.{i}.bias")
            tensors[inputs[2]] = layer.bias.detach().numpy()
        pads = [int(p) for p in layer.padding] * 2
        last = f"fine.{i}"
        options: dict[str, Any] = {"strides": list(layer.stride), "pads": pads, "group": layer.groups}
        nodes.append(helper.make_node("Conv", inputs, [last], **options))
        if layer.kernel_size == (1, 1) or i == 0:
            nodes.append(helper.make_node("HardSwish", [last], [f"{last}.act"]))
            last = f"{last}.act"
    graph.initializer.append(numpy_helper.from_array(np.array([2], np.int64), "fine.axis"))
    nodes.append(helper.make_node("Squeeze", [last, "fine.axis"], ["fine.flat"]))
    at = next(i for i, node in enumerate(graph.node) if "/rec/Add_output_0" in node.output)
    nodes.append(helper.make_node("Add", ["/rec/stem_sum", "fine.flat"], ["/rec/Add_output_0"]))
    graph.node[at].output[0] = "/rec/stem_sum"
    for offset, node in enumerate(nodes):
        graph.node.insert(at + 1 + offset, node)
    return tensors


def _outputs(graph: onnx.GraphProto, classes: int) -> None:
    """Keeps logp and lengths, and only the nodes they need."""
    for node in graph.node:
        for names in (node.input, node.output):
            for i, name in enumerate(names):
                names[i] = "logp" if name == "/LogSoftmax_output_0" else name
    del graph.output[:]
    graph.output.append(helper.make_tensor_value_info("logp", TensorProto.FLOAT, ["B", "T", classes]))
    graph.output.append(helper.make_tensor_value_info("lengths", TensorProto.INT64, ["B"]))
    del graph.value_info[:]
    needed, kept = {"logp", "lengths"}, []
    for node in reversed(list(graph.node)):
        if needed.intersection(node.output):
            needed.update(node.input)
            kept.append(node)
    del graph.node[:]
    graph.node.extend(reversed(kept))


def _store(graph: onnx.GraphProto, tensors: dict[str, Array]) -> None:
    """Puts the weights in as half precision, each with a node that widens it, which the runtime folds when it loads."""
    used = {name for node in graph.node for name in node.input}
    others = [item for item in graph.initializer if item.name not in tensors and item.name in used]
    del graph.initializer[:]
    graph.initializer.extend(others)
    casts = []
    for name, value in tensors.items():
        graph.initializer.append(numpy_helper.from_array(value.astype(np.float16), f"{name}.half"))
        casts.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
    nodes = list(graph.node)
    del graph.node[:]
    graph.node.extend(casts + nodes)
