#!/usr/bin/env python3
"""Map quality in NumPy, SciPy and PyTorch: writes the JSON files beside this script anew, into the
directory it is called in. README.md says what they hold.

    apt-get install --no-install-recommends python3-torch python3-scipy
    /usr/bin/python3 reference.py
"""
import json

import numpy as np
import torch
import torch.nn.functional as F
from scipy.ndimage import gaussian_filter
from scipy.sparse import lil_matrix
from scipy.sparse.linalg import spsolve
from scipy.stats import spearmanr

CLASSES, POOLED = 4, 3
WEIGHTS = {
    (dy, dx): 1 / 6 if 0 in (dy, dx) else 1 / 12
    for dy in (-1, 0, 1)
    for dx in (-1, 0, 1)
    if (dy, dx) != (0, 0)
}


def rounded(values):
    return values.astype(np.float32).astype(np.float64)


def smooth(random, height, width, channels):
    """An image as photographs are: neighbours are alike."""
    noise = gaussian_filter(random.normal(size=(height, width, channels)), (2, 2, 0))
    return rounded(noise / noise.std())


class Network:
    """Softmax of a linear map of an image's mean in POOLED x POOLED blocks."""

    def __init__(self, random, channels):
        self.weights = rounded(0.6 * random.normal(size=(POOLED * POOLED * channels, CLASSES)))

    def __call__(self, image):
        height, width, channels = image.shape
        blocks = image.reshape(POOLED, height // POOLED, POOLED, width // POOLED, channels)
        logits = blocks.mean(axis=(1, 3)).reshape(-1) @ self.weights
        exponentials = np.exp(logits - logits.max())
        return exponentials / exponentials.sum()


def upsampled(coarse, height, width):
    return F.interpolate(
        torch.tensor(coarse)[None, None], (height, width), mode="bilinear", align_corners=False
    )[0, 0].numpy()


def blurred(image):
    delta = np.zeros((11, 11))
    delta[5, 5] = 1
    kernel = torch.tensor(gaussian_filter(delta, 5))[None, None]
    channels = torch.tensor(image).permute(2, 0, 1)[:, None]
    return F.conv2d(channels, kernel, padding=5)[:, 0].permute(1, 2, 0).numpy()


def curve(network, whole, start, finish, saliency):
    predicted = network(whole).argmax()
    step = whole.shape[1]
    order = np.argsort(-saliency.reshape(-1), kind="stable")
    current = start.copy()
    flat, target = current.reshape(order.size, -1), finish.reshape(order.size, -1)
    scores = [network(current)[predicted]]
    for done in range(0, order.size, step):
        changed = order[done : done + step]
        flat[changed] = target[changed]
        scores.append(network(current)[predicted])
    return scores


def area(scores):
    return float(np.mean(np.add(scores[1:], scores[:-1]) / 2))


def imputed(image, kept):
    """Each pixel that is not kept is the weighted mean of its neighbours."""
    height, width, channels = image.shape
    unknown = {tuple(place): i for i, place in enumerate(np.argwhere(~kept))}
    matrix = lil_matrix((len(unknown), len(unknown)))
    right = np.zeros((len(unknown), channels))
    for (y, x), row in unknown.items():
        for (dy, dx), weight in WEIGHTS.items():
            place = (y + dy, x + dx)
            if 0 <= place[0] < height and 0 <= place[1] < width:
                matrix[row, row] += weight
                if place in unknown:
                    matrix[row, unknown[place]] -= weight
                else:
                    right[row] += weight * image[place]
    result = image.copy()
    result[~kept] = spsolve(matrix.tocsc(), right).reshape(-1, channels)
    return result


def road(network, image, saliency):
    predicted = network(image).argmax()

    def confidence(values):
        scores = []
        for percentile in range(10, 100, 10):
            kept = values < np.percentile(values, percentile)
            scores.append(network(imputed(image, kept))[predicted])
        return float(np.mean(scores))

    return confidence(saliency), confidence(1 - saliency)


def perturbation(seed, height, width, channels, map_size):
    random = np.random.default_rng(seed)
    network = Network(random, channels)
    image = smooth(random, height, width, channels)
    coarse = rounded(random.uniform(size=map_size))
    # No two values are equal, since then the reference would order them by its rounding.
    noise = random.uniform(high=1e-3, size=(height, width))
    saliency = rounded(upsampled(coarse, height, width) + noise)
    deletion = curve(network, image, image, np.zeros_like(image), saliency)
    insertion = curve(network, image, blurred(image), image, saliency)
    most, least = road(network, image, saliency)
    return {
        "height": height,
        "width": width,
        "channels": channels,
        "image": image.reshape(-1).tolist(),
        "weights": network.weights.tolist(),
        "map": saliency.tolist(),
        "coarse": coarse.tolist(),
        "upsampled": upsampled(coarse, height, width).reshape(-1).tolist(),
        "blurred": blurred(image).reshape(-1).tolist(),
        "deletion": deletion,
        "deletion_area": area(deletion),
        "insertion": insertion,
        "insertion_area": area(insertion),
        "most_relevant_first": most,
        "least_relevant_first": least,
        "road": (least - most) / 2,
    }


def imputation(seed, height, width, share):
    """The middle of an image is removed, and single pixels elsewhere, edges and a corner too."""
    random = np.random.default_rng(seed)
    image = smooth(random, height, width, 2)
    y, x = np.mgrid[:height, :width]
    kept = np.maximum(abs(y - height / 2) / height, abs(x - width / 2) / width) > share / 2
    kept &= random.uniform(size=kept.shape) > 0.2
    kept[0, 0] = False
    return {
        "height": height,
        "width": width,
        "channels": 2,
        "image": image.reshape(-1).tolist(),
        "kept": kept.astype(int).reshape(-1).tolist(),
        "imputed": imputed(image, kept).reshape(-1).tolist(),
    }


def agreement(seed, height, width):
    random = np.random.default_rng(seed)
    one = rounded(random.normal(size=(6, 4)))
    other = rounded(one.repeat(2, 0).repeat(2, 1) + random.normal(size=(12, 8)))
    other[:3] = 0.25  # ties
    pair = [upsampled(values, height, width) for values in (one, other)]
    high = [255 * (values - values.min()) / np.ptp(values) > 100 for values in pair]
    flat = [values.astype(np.float32).reshape(-1) for values in pair]
    return {
        "height": height,
        "width": width,
        "one": one.tolist(),
        "other": other.tolist(),
        "intersection_over_union": float((high[0] & high[1]).sum() / (high[0] | high[1]).sum()),
        "rank_correlation": float(spearmanr(*flat)[0]),
        "magnitude_rank_correlation": float(spearmanr(*map(abs, flat))[0]),
    }


def written(name, content):
    with open(name, "w") as file:
        json.dump(content, file)
        file.write("\n")


written("perturbation-24x18.json", perturbation(9, 24, 18, 3, (6, 4)))
written("perturbation-6x9.json", perturbation(9, 6, 9, 1, (2, 3)))
written("imputation-14x20.json", imputation(3, 14, 20, 0.8))
written("agreement.json", agreement(4, 24, 18))
