"""Steady states of linear quantum networks as a SciPy user would find them.

    python networks.py lyapunov NODES RUNS
    python networks.py riccati RUNS

solves the equations of the networks in crates/leggett-studies/benches/networks
with scipy.linalg.solve_continuous_lyapunov and solve_continuous_are, whose
time alone is taken, and prints one JSON object with the seconds of every run
and the trace of the covariance. The BLAS's own defaults for threads apply.
"""

import json
import sys
import time

import numpy as np
import scipy
from scipy.linalg import solve_continuous_are, solve_continuous_lyapunov


def annihilation(modes, mode):
    row = np.zeros(2 * modes, complex)
    row[2 * mode : 2 * mode + 2] = np.array([1, 1j]) / np.sqrt(2)
    return row


def form(modes):
    return np.kron(np.eye(modes), [[0, 1], [-1, 0]])


def matrices(hamiltonian, rows):
    """A = J(H + Im M), D = J Re(M) J^T, M = sum of row^dagger row."""
    rows = np.array(rows)
    symplectic, square = form(len(hamiltonian) // 2), rows.conj().T @ rows
    drift = symplectic @ (hamiltonian + square.imag)
    return drift, symplectic @ square.real @ symplectic.T


def interaction(later, earlier):
    square = np.outer(later.conj(), earlier).imag
    return square + square.T


def cascade(nodes):
    blocks = [[[0.3 * np.sin(1.7 * k), 0.02], [0.02, 0.3 * np.sin(1.7 * k)]] for k in range(nodes)]
    hamiltonian = scipy.linalg.block_diag(*blocks)
    light, lost = np.zeros(2 * nodes, complex), []
    for node in range(nodes):
        row = annihilation(nodes, node)
        hamiltonian += interaction(row, light)
        light = light + row
        lost.append(np.sqrt(0.05) * light)
        light = np.sqrt(0.95) * light
    return matrices(hamiltonian, [light, *lost])


def pair():
    a, b = annihilation(2, 0), annihilation(2, 1)
    first = [-1j * np.sqrt(5.0) * a.conj(), -1j * np.sqrt(5.2) * a]
    second = [-1j * np.sqrt(15.0) * b, -1j * np.sqrt(0.6) * b.conj()]
    hamiltonian, light, lost = np.zeros((4, 4)), [], []
    for early, late in zip(first, second):
        lost.append(np.sqrt(0.1) * early)
        early = np.sqrt(0.9) * early
        hamiltonian += interaction(late, early)
        light.append(early + late)
    ports = [(light[0] + light[1]) / np.sqrt(2), (light[1] - light[0]) / np.sqrt(2)]
    baths = []
    for row, occupation in ((a, 1.0), (b, 20.0)):
        baths += [np.sqrt(0.5 * (occupation + 1)) * row, np.sqrt(0.5 * occupation) * row.conj()]
    drift, diffusion = matrices(hamiltonian, ports + lost + baths)
    turned = np.array([np.exp(-1j * p) * row for p, row in zip((0.5, 0.5 + np.pi / 2), ports)])
    outputs = 2 * np.sqrt(0.9) * turned.real
    correlations = -np.sqrt(0.9) * form(2) @ turned.imag.T
    return drift, diffusion, outputs, correlations


def main():
    runs = int(sys.argv[-1])
    if sys.argv[1] == "lyapunov":
        drift, diffusion = cascade(int(sys.argv[2]))
        solve = lambda: solve_continuous_lyapunov(drift, -diffusion)
    else:
        drift, diffusion, outputs, correlations = pair()
        solve = lambda: solve_continuous_are(
            drift.T, outputs.T, diffusion, np.eye(2), s=correlations
        )
    solution = solve()
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        solution = solve()
        seconds.append(time.perf_counter() - start)
    print(
        json.dumps(
            {
                "program": f"SciPy {scipy.__version__}, {solve_name()}",
                "seconds": seconds,
                "trace": float(np.trace(solution)),
            }
        )
    )


def solve_name():
    return f"solve_continuous_{'lyapunov' if sys.argv[1] == 'lyapunov' else 'are'}"


if __name__ == "__main__":
    main()
