"""Hybrid entanglement as a user of SciPy would compute it.

    python hybrid.py map COUNT RUNS

The smallest EPR variance over both angles at COUNT x COUNT cooperativities,
logarithmic from 1 to 1000: the Lyapunov equation of (X_S, X_M), of order 2, by
scipy.linalg.solve_continuous_lyapunov, inside Nelder-Mead from four starts.

    python hybrid.py optimum C_S RUNS

The same over the angles and C_M, from three starts, each restarted once.

    python hybrid.py conditional C_S C_M THETA_S THETA_M RUNS

The EPR variance conditioned on P_L, from the Riccati equation of order 2 by
scipy.linalg.solve_continuous_are: the time of one of 200.

Rates are those of the paper in units of the decoherence rate of S. Each prints
one JSON object. The libraries' own defaults for threads apply.
"""

import json
import math
import sys
import time

import numpy as np
import scipy
from scipy.linalg import solve_continuous_are, solve_continuous_lyapunov
from scipy.optimize import minimize

LINEWIDTH, RATIO = 2 / 3, 4 / 3
QUARTER = math.pi / 4


def matrices(spin, motion, theta_s, theta_m):
    """Drift, diffusion and g, without loss; None where there is no steady state."""
    rate_s, rate_m = spin, RATIO * motion
    gamma_s = LINEWIDTH - rate_s * math.cos(2 * theta_s)
    gamma_m = -rate_m * math.cos(2 * theta_m)
    if gamma_s <= 0 or gamma_m <= 0:
        return None
    root = math.sqrt(rate_s * rate_m)
    drive = -root * math.sin(theta_m - theta_s)
    shared = -root * math.sin(theta_m + theta_s) / 2
    drift = np.array([[-gamma_s / 2, 0.0], [drive, -gamma_m / 2]])
    diffusion = np.array([[rate_s / 2 + 1, shared], [shared, rate_m / 2 + RATIO]])
    weight = math.sqrt(rate_m / rate_s) * math.cos(theta_m - QUARTER) / math.cos(theta_s - QUARTER)
    return drift, diffusion, weight


def variance(covariance, weight):
    vector = np.array([1.0, weight])
    return 2 * float(vector @ covariance @ vector) / (1 + weight**2)


def unconditional(spin, motion, theta_s, theta_m):
    found = matrices(spin, motion, theta_s, theta_m)
    if found is None:
        return math.inf
    drift, diffusion, weight = found
    return variance(solve_continuous_lyapunov(drift, -diffusion), weight)


def conditional(spin, motion, theta_s, theta_m):
    drift, diffusion, weight = matrices(spin, motion, theta_s, theta_m)
    roots = np.sqrt([spin, RATIO * motion])
    tilts = np.array([theta_s, theta_m]) - QUARTER
    outputs = (-math.sqrt(2) * roots * np.cos(tilts)).reshape(1, 2)
    shared = (roots * np.sin(tilts) / math.sqrt(2)).reshape(2, 1)
    found = solve_continuous_are(drift.T, outputs.T, diffusion, np.eye(1), s=shared)
    return variance(found, weight)


def pixel(spin, motion):
    best = math.inf
    for start in [(QUARTER + 1e-3, QUARTER + shift) for shift in (0.05, 0.2, 0.5)] + [(1.0, 1.0)]:
        found = minimize(
            lambda x: unconditional(spin, motion, x[0], x[1]),
            start,
            method="Nelder-Mead",
            options=dict(xatol=1e-10, fatol=1e-13, maxiter=4000),
            bounds=[(0, math.pi / 2)] * 2,
        )
        best = min(best, float(found.fun))
    return best


def optimum(spin):
    best = math.inf
    for first, second in ((0.02, 0.3), (0.1, 0.6), (0.02, 0.1)):
        start = (QUARTER + first, QUARTER + second, math.log(spin))
        for _ in range(2):
            found = minimize(
                lambda x: unconditional(spin, math.exp(x[2]), x[0], x[1]),
                start,
                method="Nelder-Mead",
                options=dict(xatol=1e-11, fatol=1e-14, maxiter=8000, maxfev=8000),
                bounds=[(0, math.pi / 2)] * 2 + [(-8, 20)],
            )
            start = found.x
        best = min(best, float(found.fun))
    return best


def timed(runs, compute, repeats=1):
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        for _ in range(repeats):
            values = compute()
        seconds.append((time.perf_counter() - start) / repeats)
    return seconds, values


def main():
    method, runs = sys.argv[1], int(sys.argv[-1])
    numbers = [float(text) for text in sys.argv[2:-1]]
    if method == "map":
        axis = np.logspace(0, 3, int(numbers[0]))
        seconds, values = timed(runs, lambda: [pixel(s, m) for s in axis for m in axis])
        program = "solve_continuous_lyapunov, Nelder-Mead"
    elif method == "optimum":
        seconds, values = timed(runs, lambda: [optimum(numbers[0])])
        program = "solve_continuous_lyapunov, Nelder-Mead"
    else:
        seconds, values = timed(runs, lambda: [conditional(*numbers)], 200)
        program = "solve_continuous_are"
    program = f"SciPy {scipy.__version__}, {program}"
    print(json.dumps({"program": program, "seconds": seconds, "values": values}))


if __name__ == "__main__":
    main()
