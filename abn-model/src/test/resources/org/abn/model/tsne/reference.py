"""Writes digits.csv and scikit-learn.json into the directory it is called in."""

import json

import numpy as np
import sklearn
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE, trustworthiness
from sklearn.manifold._t_sne import _joint_probabilities
from sklearn.metrics import pairwise_distances

POINTS, FEW, FEW_PERPLEXITY, NEIGHBOURS, SEEDS = 400, 60, 10, 12, 5

digits, labels = load_digits(return_X_y=True)
digits, labels = digits[:POINTS], labels[:POINTS]
np.savetxt("digits.csv", np.column_stack([labels, digits]), fmt="%d", delimiter=",")


def quality(**start):
    tsne = TSNE(method="exact", **start)
    embedding = tsne.fit_transform(digits)
    found = trustworthiness(digits, embedding, n_neighbors=NEIGHBOURS)
    return {"kl_divergence": float(tsne.kl_divergence_), "trustworthiness": found}


few = digits[:FEW]
few_distances = pairwise_distances(few, squared=True)
components = PCA(2, svd_solver="full").fit_transform(few)
reference = {
    "scikit_learn": sklearn.__version__,
    "neighbours": NEIGHBOURS,
    "few": FEW,
    "few_perplexity": FEW_PERPLEXITY,
    "few_affinities": _joint_probabilities(few_distances, FEW_PERPLEXITY, 0).tolist(),
    "few_start": (components / np.std(components[:, 0]) * 1e-4).tolist(),
    "principal_components": quality(init="pca", random_state=0),
    "gaussian": [quality(init="random", random_state=seed) for seed in range(SEEDS)],
}
with open("scikit-learn.json", "w") as file:
    json.dump(reference, file, indent=1)
    file.write("\n")
