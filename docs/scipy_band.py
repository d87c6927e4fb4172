"""The noiseless repeater in SciPy, with the states sorted by angle.

What `leggett eval repeater atoms=N time=1.234` computes at generic times,
without its error bound: see repeater.md, "Methods". Needs NumPy and SciPy:

    python docs/scipy_band.py
"""

import time

import numpy as np
from scipy.linalg import eig_banded
from scipy.special import gammaln


def entropy(atoms, interaction_time, nodes=3, window=7.0, neglected=1e-13):
    """E in ebits, for the outcome q = N of every measurement."""
    # A pair (k, N - k) is one site; its angle is folded into [0, pi].
    largest = min(int(window * np.sqrt(atoms)), atoms)
    offset = np.arange(atoms % 2, largest + 1, 2)  # 2k - N
    k = (atoms + offset) / 2
    ln_binomial = gammaln(atoms + 1) - gammaln(k + 1) - gammaln(atoms - k + 1)
    weight = np.exp(0.5 * (ln_binomial - atoms * np.log(2)))
    weight[offset == 0] /= np.sqrt(2)
    angle = np.abs((offset * interaction_time / 2 + np.pi) % (2 * np.pi) - np.pi)
    order = np.argsort(angle)
    angle, weight, central = angle[order], weight[order], (offset == 0)[order]

    reach = np.sqrt(-8 * np.log(neglected) / atoms)
    spectrum = []
    for sign in (1, -1):  # even and odd combinations of the pairs
        kept = slice(None) if sign > 0 else ~central
        a, w = angle[kept], weight[kept]
        width = int((np.searchsorted(a, a + reach, side="right") - np.arange(len(a))).max())
        band = np.zeros((width, len(a)))
        for d in range(width):
            i, j = slice(0, len(a) - d), slice(d, len(a))
            coupling = np.cos((a[j] - a[i]) / 2) ** atoms + sign * np.cos((a[j] + a[i]) / 2) ** atoms
            band[d, : len(a) - d] = w[i] * w[j] * coupling
        spectrum.append(eig_banded(band, lower=True, eigvals_only=True))

    schmidt = np.concatenate(spectrum).clip(0) ** (nodes - 1)
    schmidt = schmidt[schmidt > 0] / schmidt.sum()
    return float(-np.sum(schmidt * np.log2(schmidt)))


if __name__ == "__main__":
    for atoms in (10**4, 10**5, 10**6):
        start = time.perf_counter()
        value = entropy(atoms, 1.234)
        print(f"N = {atoms}: E = {value:.11f} ebit in {time.perf_counter() - start:.2f} s")
