"""Writes small checkpoints of a network with all that programs leave beside its weights.

    python3 beside.py

Needs PyTorch 1.13 and NumPy.
"""

import argparse
import collections
import datetime
import decimal
import enum
import functools
import fractions
import pathlib
import random
import uuid

import numpy
import torch
from torch import nn


class Colour(enum.Enum):
    RED = 1


class WithState:
    def __init__(self):
        self.a = 1

    def __getstate__(self):
        return 1, {"x": 2}

    def __setstate__(self, state):
        pass


class WithReduce:
    def __reduce__(self):
        return dict, ([(1, 2)],)


class WithNamedArguments:
    def __new__(cls, *values, **named):
        return object.__new__(cls)

    def __getnewargs_ex__(self):
        return (1,), {"k": 2}


class Slots:
    __slots__ = ("a", "b")

    def __init__(self):
        self.a = 1
        self.b = torch.ones(2)


class OwnDict(dict):
    pass


class OwnList(list):
    pass


class OwnText(str):
    pass


class OwnTensor(torch.Tensor):
    pass


Point = collections.namedtuple("Point", "x y")


def function(x):
    return x


def beside():
    in_itself = []
    in_itself.append(in_itself)
    tuple_in_itself = ([],)
    tuple_in_itself[0].append(tuple_in_itself)
    with_attribute = torch.ones(3)
    with_attribute.note = "kept"
    return {
        "namespace": argparse.Namespace(lr=0.1, out=pathlib.PosixPath("/a/b")),
        "array": numpy.arange(10.0),
        "array of halves": numpy.ones((2, 3), dtype="float16", order="F"),
        "array of text": numpy.array(["a", "b"]),
        "array of objects": numpy.array([1, {}], dtype=object),
        "scalar": numpy.float64(1.5),
        "dtype": numpy.dtype("f4"),
        "random state": numpy.random.RandomState(1),
        "its tuple": numpy.random.RandomState(1).get_state(),
        "generator": numpy.random.default_rng(1),
        "python's random state": random.Random(1).getstate(),
        "python's random": random.Random(1),
        "pytorch's random state": torch.zeros(16, dtype=torch.uint8),
        "time": datetime.datetime(2019, 6, 18),
        "date": datetime.date(2019, 6, 18),
        "duration": datetime.timedelta(1),
        "zone": datetime.timezone.utc,
        "path": pathlib.PurePosixPath("x"),
        "counter": collections.Counter("aab"),
        "defaults": collections.defaultdict(list, {"a": [1]}),
        "queue": collections.deque([1, 2], maxlen=3),
        "ordered": collections.OrderedDict(a=1),
        "chain": collections.ChainMap({}),
        "enum": Colour.RED,
        "state": WithState(),
        "reduce": WithReduce(),
        "named": WithNamedArguments(),
        "slots": Slots(),
        "own dict": OwnDict(a=1),
        "own list": OwnList([1]),
        "own text": OwnText("a"),
        "point": Point(1, 2),
        "function": function,
        "class": WithState,
        "builtin": len,
        "partial": functools.partial(function, 1),
        "size": torch.Size([1, 2]),
        "device": torch.device("cpu"),
        "type": torch.float32,
        "layout": torch.strided,
        "set": {1, 2},
        "frozen set": frozenset([1]),
        "bytes": b"abc",
        "bytearray": bytearray(b"abc"),
        "long": 1 << 5000,
        "negative": -(1 << 70),
        "complex": 1 + 2j,
        "range": range(3),
        "slice": slice(1, 2),
        "ellipsis": Ellipsis,
        "decimal": decimal.Decimal("1.5"),
        "fraction": fractions.Fraction(1, 2),
        "uuid": uuid.UUID(int=1),
        "error": ValueError("x"),
        "in itself": in_itself,
        "tuple in itself": tuple_in_itself,
        "keys": {(1, 2): 3, Colour.RED: 4, None: 5, b"x": 6, 1.5: 7, True: 8, torch.int8: 9},
        "a" * 2000: 1,
        "sparse": torch.eye(3).to_sparse(),
        "sparse rows": torch.eye(3).to_sparse_csr(),
        "quantised": torch.quantize_per_tensor(torch.ones(3), 0.1, 0, torch.quint8),
        "complex tensor": torch.ones(3, dtype=torch.complex64),
        "expanded": torch.ones(1).expand(100),
        "parameter": nn.Parameter(torch.ones(2)),
        "attribute": with_attribute,
        "own tensor": torch.ones(3).as_subclass(OwnTensor),
        "dimensions": torch.ones([1] * 12),
        "storage": torch.ones(3).storage(),
        "empty": torch.ones(0, 3),
    }


def network():
    torch.manual_seed(1)
    return nn.Sequential(
        collections.OrderedDict(
            conv=nn.Conv2d(3, 4, 3, bias=False), bn=nn.BatchNorm2d(4), fc=nn.Linear(4, 2)
        )
    )


def main():
    net = network()
    saved = {"epoch": 1, "args": beside(), "state_dict": net.state_dict()}
    torch.save(saved, "beside-protocol-2.pth")
    torch.save(saved, "beside-protocol-5.pth", pickle_protocol=5)
    torch.save(saved, "beside-stream.pth", _use_new_zipfile_serialization=False)
    torch.save(nn.DataParallel(net), "module.pth")


if __name__ == "__main__":
    main()
