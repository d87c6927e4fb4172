"""The noiseless repeater as a NumPy user would compute it from the paper.

Three ensembles, outcome q = N, no phase (S. Li et al., 2026): the amplitudes
of the state that is left between the ends, eqs 21-23 for an odd number of
ensembles, inside the window of eqs 30-31; its singular values by
numpy.linalg.svd; the entropy of their squares, eq 26.

    python repeater.py ATOMS TIME WINDOW RUNS

prints one JSON object with the times of every run, in seconds, and the
entropy in ebits. NumPy's and the BLAS's own defaults for threads apply.
"""

import json
import os
import sys
import time

import numpy as np
import scipy
from scipy.special import gammaln


def amplitudes(atoms, interaction_time, window):
    """psi(k1, k3), up to its norm, for |k - N/2| <= floor(c sqrt(N) / 2)."""
    reach = np.floor(window * np.sqrt(atoms) / 2)
    k = np.arange(np.ceil(atoms / 2 - reach), np.floor(atoms / 2 + reach) + 1)
    ln_binomial = gammaln(atoms + 1) - gammaln(k + 1) - gammaln(atoms - k + 1)
    weight = np.exp(0.5 * (ln_binomial - atoms * np.log(2)))
    half_angle = 0.5 * interaction_time * (k[:, None] - k[None, :])
    overlap = np.exp(1j * atoms * half_angle) * np.cos(half_angle) ** atoms
    return weight[:, None] * weight[None, :] * overlap


def entropy(singular_values):
    """E = -sum(lambda log2 lambda), eq 26."""
    schmidt = singular_values**2
    schmidt = schmidt / schmidt.sum()
    schmidt = schmidt[schmidt > 0]
    return float(-np.sum(schmidt * np.log2(schmidt)))


def blas():
    """The name and version of the library behind numpy.linalg."""
    found = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return f"{found['name']} {found['version']}"


def processors():
    """How many processors this process may use; the BLAS starts as many threads."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count()


def main():
    atoms, interaction_time, window = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])
    runs = int(sys.argv[4])
    # The first call starts the BLAS's threads; that is not part of the time.
    np.linalg.svd(amplitudes(100, interaction_time, window), compute_uv=False)
    build_seconds, svd_seconds, cpu_seconds = [], [], 0.0
    for _ in range(runs):
        start = time.perf_counter()
        matrix = amplitudes(atoms, interaction_time, window)
        built, cpu_start = time.perf_counter(), time.process_time()
        values = np.linalg.svd(matrix, compute_uv=False)
        svd_seconds.append(time.perf_counter() - built)
        cpu_seconds += time.process_time() - cpu_start
        build_seconds.append(built - start)
    print(
        json.dumps(
            {
                "numpy": np.__version__,
                "scipy": scipy.__version__,
                "blas": blas(),
                "processors": processors(),
                "busy_threads": cpu_seconds / sum(svd_seconds),
                "states": len(matrix),
                "build_seconds": build_seconds,
                "svd_seconds": svd_seconds,
                "entropy": entropy(values),
            }
        )
    )


if __name__ == "__main__":
    main()
