"""The home of onnx: the packaged model as a graph of 8-bit integers, for `app.onnx_engine`.

    token ids (batch, length), no padding -> table of 4-bit rows, positions -> layers -> a row of floats a token

The table of tokens stays as the packaged file has it, to the bit. Matrices become 8-bit integers, one scale an output;
what is multiplied by them becomes 8-bit integers too, one scale a token. So a text's vector hangs on that text alone:
onnxruntime's own `quantize_dynamic` takes one scale for all that is computed together, and there a vector in a batch
of 32 had a cosine of 0.991 to the same text's alone. It also kept less (docs/decisions/009-int8-graph.md).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ingest.packed import BLOCK, Packed, decode_q4, split_q4

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from onnx import ModelProto

OPSET: Final = 21  # the first with 4-bit tensors
IR_VERSION: Final = 10  # what goes with it
MICROSOFT: Final = "com.microsoft"  # onnxruntime's own operators

STEPS: Final = 63
"""A weight is -63 to 63 times its scale. 127 would keep little more (cosine to float32 0.9991 against 0.9988 on 522
texts), and processors without VNNI add two products in 16 bits, which overflow from 64 on."""

ACTIVATION_STEPS: Final = 127  # what is multiplied by them: never two of its own are added before their products


def write_graph(packed: Packed, path: Path) -> None:
    """Write the graph; the same `packed` gives the same bytes."""
    path.write_bytes(build(packed).SerializeToString(deterministic=True))


def build(packed: Packed) -> ModelProto:
    """The graph: `ids` (batch, length) -> one row a token (batch, length, hidden size); its reader takes their mean."""
    from onnx import TensorProto, helper

    graph, shape = _Graph(), packed.shape
    width = shape.hidden_size
    words = _embedded(graph, packed)
    hidden = graph.normalised(words, packed, "emb.ln")
    for layer in range(shape.num_hidden_layers):
        hidden = _layer(graph, packed, f"l{layer}", hidden)
    return helper.make_model(
        helper.make_graph(
            graph.nodes,
            "multilingual-e5-small",
            [helper.make_tensor_value_info("ids", TensorProto.INT64, ["batch", "length"])],
            [helper.make_tensor_value_info(hidden, TensorProto.FLOAT, ["batch", "length", width])],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)],
        ir_version=IR_VERSION,
    )


class _Graph:
    """Nodes and constants; every method returns the name of what it made."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self._quantized: dict[str, tuple[str, str]] = {}
        self.constant("last", np.array([-1]))
        self.constant("activation.scale", np.float32(1 / ACTIVATION_STEPS))
        self.constant("activation.zero", np.uint8(128))

    def constant(self, name: str, values: Any) -> str:
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, inputs: list[str], domain: str = "", output: str = "", **attributes: Any) -> str:
        from onnx import helper

        output = output or f"{kind}.{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, domain=domain, **attributes))
        return output

    def normalised(self, values: str, packed: Packed, name: str) -> str:
        """LayerNorm."""
        scale, bias = (self.constant(f"{name}.{part}", packed.tensors[f"{name}.{part}"]) for part in "wb")
        return self.node("LayerNormalization", [values, scale, bias], axis=-1, epsilon=packed.shape.layer_norm_eps)

    def linear(self, values: str, packed: Packed, name: str) -> str:
        """Values @ weights + bias, in integers."""
        tokens, largest = self._integers(values)
        inputs = packed.shape.intermediate_size if name.endswith(".fo") else packed.shape.hidden_size
        weights = decode_q4(packed.tensors[f"{name}.w"]).reshape(-1, inputs)
        scales = np.abs(weights).max(axis=1) / STEPS
        steps = np.rint(weights / np.maximum(scales, np.finfo(np.float32).tiny)[:, None]).astype(np.int8)
        matrix = self.constant(f"{name}.w", steps.T)
        columns = self.constant(f"{name}.scale", scales)
        product = self.node(
            "MatMulIntegerToFloat", [tokens, matrix, "activation.scale", columns, "activation.zero"], MICROSOFT
        )
        product = self.node("Mul", [product, largest])
        return self.node("Add", [product, self.constant(f"{name}.b", packed.tensors[f"{name}.b"])])

    def _integers(self, values: str) -> tuple[str, str]:
        """Values as integers 1 to 255 around 128, and what each token's were divided by: the largest of them.

        It is never 0: every token comes from a LayerNorm or a linear map, each with a bias.
        """
        if values not in self._quantized:
            largest = self.node("ReduceMax", [self.node("Abs", [values]), "last"], keepdims=1)
            share = self.node("Div", [values, largest])
            integers = self.node("QuantizeLinear", [share, "activation.scale", "activation.zero"])
            self._quantized[values] = integers, largest
        return self._quantized[values]


def _embedded(graph: _Graph, packed: Packed) -> str:
    """What tokens and their places add up to; all texts are of the first of the types."""
    width = packed.shape.hidden_size
    rows = _token_rows(graph, packed)
    places = _values(packed, "emb.pos").reshape(-1, width) + _values(packed, "emb.type").reshape(-1, width)[0]
    first = graph.constant("first", np.array([0]))
    length = graph.node("Shape", ["ids"], start=1, end=2)
    return graph.node("Add", [rows, graph.node("Slice", [graph.constant("places", places), first, length, first])])


def _token_rows(graph: _Graph, packed: Packed) -> str:
    """The rows of the table, which stays in the 4 bits that it came in."""
    from onnx import TensorProto, helper

    width = packed.shape.hidden_size
    steps, scales = split_q4(packed.tensors["emb.word"])
    halves = (steps & 0x0F).astype(np.uint8).reshape(-1, 2)  # two's complement; the first one goes into the low half
    table = (halves[:, 0] | halves[:, 1] << 4).tobytes()
    size = (steps.size // width, width)
    graph.constants.append(helper.make_tensor("words", TensorProto.INT4, size, table, raw=True))
    inputs = ["words", "ids", graph.constant("words.scale", scales.reshape(size[0], -1))]
    return graph.node("GatherBlockQuantized", inputs, MICROSOFT, block_size=BLOCK, gather_axis=0, quantize_axis=1)


def _layer(graph: _Graph, packed: Packed, name: str, hidden: str) -> str:
    """One layer of BERT."""
    queries, keys, values = (graph.linear(hidden, packed, f"{name}.{part}") for part in "qkv")
    heads = packed.shape.num_attention_heads
    attended = graph.node("MultiHeadAttention", [queries, keys, values], MICROSOFT, num_heads=heads)
    attended = graph.linear(attended, packed, f"{name}.ao")
    hidden = graph.normalised(graph.node("Add", [attended, hidden]), packed, f"{name}.aln")
    wide = graph.node("Gelu", [graph.linear(hidden, packed, f"{name}.fi")])
    return graph.normalised(
        graph.node("Add", [graph.linear(wide, packed, f"{name}.fo"), hidden]), packed, f"{name}.oln"
    )


def _values(packed: Packed, name: str) -> NDArray[np.float32]:
    stored = packed.tensors[name]
    return decode_q4(stored).ravel() if stored.dtype == np.uint8 else stored
