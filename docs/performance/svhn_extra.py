#!/usr/bin/env python3
"""Writes an extra_32x32.mat of SVHN's published size: images of train_32x32.mat again and again, with noise.

Usage: svhn_extra.py DIRECTORY    # that holds train_32x32.mat
"""
import sys

import numpy as np
import scipy.io

IMAGES = 531_131

directory = sys.argv[1]
train = scipy.io.loadmat(f"{directory}/train_32x32.mat")
chosen = np.arange(IMAGES) % train["X"].shape[3]
images = np.asfortranarray(train["X"][..., chosen])
images ^= np.random.default_rng(1).integers(0, 4, images.shape, np.uint8)
scipy.io.savemat(
    f"{directory}/extra_32x32.mat", {"X": images, "y": train["y"][chosen]}, do_compression=True
)
