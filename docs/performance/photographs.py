#!/usr/bin/env python3
"""Photographs decoded and augmented by torchvision on PIL, in one thread: images a second.

    photographs.py DIRECTORY            all of its JPEG files, over and over for ten seconds
    photographs.py --make FROM TO       500x375 JPEGs of quality 95 of the JPEG files below FROM
"""
import io
import pathlib
import sys
import time

from PIL import Image

WIDTH, HEIGHT = 500, 375


def make(source, target):
    target.mkdir(parents=True)
    for number, path in enumerate(sorted(source.rglob("*.[jJ][pP]*"))):
        image = Image.open(path).convert("RGB")
        scale = max(WIDTH / image.width, HEIGHT / image.height)
        size = (round(image.width * scale), round(image.height * scale))
        image.resize(size, Image.BICUBIC).crop((0, 0, WIDTH, HEIGHT)).save(
            target / f"{number:03d}.jpg", quality=95
        )


def measure(directory):
    import torch
    import torchvision
    from torchvision import transforms

    torch.set_num_threads(1)
    pipeline = transforms.Compose(
        [
            transforms.RandomResizedCrop(224),
            transforms.RandomHorizontalFlip(),
            transforms.ToTensor(),
            transforms.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
        ]
    )
    files = [path.read_bytes() for path in sorted(directory.iterdir())]
    for data in files:  # a warm-up
        pipeline(Image.open(io.BytesIO(data)).convert("RGB"))
    images, start = 0, time.perf_counter()
    while time.perf_counter() - start < 10:
        for data in files:
            pipeline(Image.open(io.BytesIO(data)).convert("RGB"))
        images += len(files)
    rate = images / (time.perf_counter() - start)
    print(f"torchvision {torchvision.__version__}, PIL {Image.__version__}: {rate:.1f} images/s")


if __name__ == "__main__":
    if sys.argv[1] == "--make":
        make(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]))
    else:
        measure(pathlib.Path(sys.argv[1]))
