"""Micro-macro entanglement as a user of SciPy or QuTiP would compute it.

    python micro_macro.py noise ATOMS UP0 UP1 STRENGTH RUNS

Two Dicke states with depolarizing noise on every spin: the permutation-
invariant elements |J,M><J,M'| of each branch and of the coherence under the
Lindblad generator of Chase and Geremia (2008), by
scipy.sparse.linalg.expm_multiply, then 2x2 blocks of the partial transpose.
The time is that of everything.

    python micro_macro.py qutip ATOMS UP0 UP1 RUNS

The same state with one spin lost, as vectors of all spins: the partial trace
and the eigenvalues of the partial transpose by QuTiP. The times are those of
the partial trace, the transposition and the eigenvalues, without the state.

Either prints one JSON object. The libraries' own defaults for threads apply.
"""

import itertools
import json
import math
import sys
import time

import numpy as np
import scipy
from scipy.sparse import coo_matrix
from scipy.sparse.linalg import expm_multiply


class Order:
    """All elements |J,M><J,M-order| of one coherence order, numbered."""

    def __init__(self, atoms, order):
        self.half, self.order = atoms / 2, order
        self.number = {}
        for depth in range(atoms // 2 + 1):
            j = self.half - depth
            for step in range(int(2 * j) + 1 - order):
                self.number[(depth, round(j - step + self.half))] = len(self.number)

    def generator(self, rate):
        """sum_n sum_q D[q_n] for q = sigma_-, sigma_+ at rate/2, sigma_z at rate/4."""
        rows, columns, values = [], [], []
        half, atoms = self.half, 2 * self.half

        def add(source, depth, up, value):
            target = self.number.get((depth, up))
            if target is not None and value != 0:
                rows.append(target)
                columns.append(source)
                values.append(value)

        def amplitudes(shift, step, j, m):
            """How sigma_step takes |J,M> to J + shift, in Chase and Geremia's terms."""
            if shift == 0:
                product = {0: m * m, 1: (j - m) * (j + m + 1), -1: (j + m) * (j - m + 1)}[step]
                return (m if step == 0 else math.sqrt(max(product, 0)))
            if shift == -1:
                product = {
                    0: (j + m) * (j - m),
                    1: (j - m) * (j - m - 1),
                    -1: (j + m) * (j + m - 1),
                }[step]
                sign = 1 if step >= 0 else -1
                return sign * math.sqrt(max(product, 0))
            product = {
                0: (j + m + 1) * (j - m + 1),
                1: (j + m + 1) * (j + m + 2),
                -1: (j - m + 1) * (j - m + 2),
            }[step]
            sign = -1 if step == 1 else 1
            return sign * math.sqrt(max(product, 0))

        for (depth, up), source in self.number.items():
            j, m = half - depth, up - half
            other = m - self.order
            weights = {
                0: (half + 1) / (2 * j * (j + 1)) if j > 0 else 0.0,
                -1: (half + j + 1) / (2 * j * (2 * j + 1)) if j > 0 else 0.0,
                1: (half - j) / (2 * (j + 1) * (2 * j + 1)),
            }
            # sigma_z = 2 s_z, and J_z = s_z: four times the rate of sigma_z.
            for step, speed in ((0, rate), (1, rate / 2), (-1, rate / 2)):
                for shift, weight in weights.items():
                    value = amplitudes(shift, step, j, m) * amplitudes(shift, step, j, other)
                    add(source, depth - shift, up + step, speed * weight * value)
            # The anticommutators: (rate/2)(N/2 +- M) of either side, and N of sigma_z.
            add(source, depth, up, -rate / 2 * atoms - rate / 4 * atoms)
        size = len(self.number)
        return coo_matrix((values, (rows, columns)), shape=(size, size)).tocsr()

    def evolve(self, up, rate):
        start = np.zeros(len(self.number))
        start[self.number[(0, up)]] = 1.0
        return expm_multiply(self.generator(rate), start)


def noisy_negativity(atoms, up, strength):
    """Of (|0>|D_up0> + |1>|D_up1>)/sqrt(2), up0 > up1."""
    rate = -math.log1p(-strength)
    order = up[0] - up[1]
    populations, coherences = Order(atoms, 0), Order(atoms, order)
    zero = 0.5 * populations.evolve(up[0], rate)
    one = 0.5 * populations.evolve(up[1], rate)
    between = 0.5 * coherences.evolve(up[0], rate)

    def at(vector, depth, spins_up):
        index = populations.number.get((depth, spins_up))
        return 0.0 if index is None else vector[index]

    total = 0.0
    for (depth, spins_up), index in coherences.number.items():
        a, b = at(zero, depth, spins_up - order), at(one, depth, spins_up)
        c = between[index]
        total += max(0.0, -(a + b - math.hypot(a - b, 2 * c)) / 2)
    return total


def dicke(atoms, up):
    vector = np.zeros(2**atoms)
    for chosen in itertools.combinations(range(atoms), up):
        vector[sum(1 << spin for spin in chosen)] = 1.0
    return vector / np.linalg.norm(vector)


def timed(runs, compute):
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        value = compute()
        seconds.append(time.perf_counter() - start)
    return seconds, value


def qutip_negativity(atoms, up, runs):
    import qutip

    vector = np.concatenate([dicke(atoms, up[0]), dicke(atoms, up[1])]) / math.sqrt(2)
    dims = [[2] * (atoms + 1), [1] * (atoms + 1)]
    state = qutip.Qobj(vector.reshape(-1, 1), dims=dims)

    def compute():
        left = qutip.ptrace(state, list(range(atoms)))
        transposed = qutip.partial_transpose(left, [1] + [0] * (atoms - 1))
        values = transposed.eigenenergies()
        return float(-np.sum(values[values < 0]))

    seconds, value = timed(runs, compute)
    return f"QuTiP {qutip.__version__}", seconds, value


def main():
    method, atoms, up = sys.argv[1], int(sys.argv[2]), [int(text) for text in sys.argv[3:5]]
    if method == "noise":
        strength, runs = float(sys.argv[5]), int(sys.argv[6])
        seconds, value = timed(runs, lambda: noisy_negativity(atoms, up, strength))
        program = f"SciPy {scipy.__version__}, expm_multiply"
    else:
        program, seconds, value = qutip_negativity(atoms, up, int(sys.argv[5]))
    print(json.dumps({"program": program, "seconds": seconds, "negativity": value}))


if __name__ == "__main__":
    main()
