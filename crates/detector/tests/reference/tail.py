"""Writes tail.json: tail probabilities of counts and adjusted p-values, on which src/tail.rs is tested.

    pip install scipy mpmath statsmodels && python3 tail.py > tail.json

A row of `tails`: count, mean, variance, P(X >= count) with 50 digits of working precision (mpmath), the same as scipy
gives it. `adjusted`: p-values and what statsmodels makes of them.
"""
import json, platform, random
import mpmath, scipy, statsmodels
from mpmath import mp, mpf
from scipy.stats import nbinom, poisson
from statsmodels.stats.multitest import multipletests

mp.dps = 50


def exact(count, mean, variance):
    """P(X = count) times the sum of the ratios P(X = count + k) / P(X = count), a hypergeometric series."""
    if count == 0:
        return mpf(1)
    mean, variance = mpf(mean), mpf(variance)
    if variance <= mean:
        first = mpmath.exp(count * mpmath.log(mean) - mean - mpmath.loggamma(count + 1))
        return first * mpmath.hyp1f1(1, count + 1, mean)
    size = mean ** 2 / (variance - mean)
    q = mean / (size + mean)
    first = mpmath.exp(mpmath.loggamma(count + size) - mpmath.loggamma(size) - mpmath.loggamma(count + 1)
                       + size * mpmath.log(1 - q) + count * mpmath.log(q))
    if variance > 100 * mean or count > 100_000:
        return first * mpmath.hyp2f1(count + size, 1, count + 1, q)
    total, term, k = mpf(0), first, count
    while k <= mean or term > total * mpf(10) ** -30:  # as the function, which gives up at the largest sizes
        total, term, k = total + term, term * (k + size) / (k + 1) * q, k + 1
    return total


def by_scipy(count, mean, variance):
    if variance <= mean:
        return float(poisson.sf(count - 1, mean))
    size = mean ** 2 / (variance - mean)
    return float(nbinom.sf(count - 1, size, size / (size + mean)))


def counts(mean, variance):
    """From well below the mean to where the tail is about 1e-300."""
    sd = variance ** 0.5
    steps = [-3, -1, 0, 1, 3, 8, 20, 37, 120, 300]
    return sorted({count for step in steps if (count := round(mean + step * sd)) >= 0} | {1, 2})


rows = []
for mean in [1e-9, 0.001, 0.2, 1, 2.5, 5, 20, 99.7, 1000]:
    for factor in [1, 1 + 1e-9, 1.2, 2, 40]:
        variance = mean * factor
        for count in counts(mean, variance):
            tail = exact(count, mean, variance)
            if tail > 1e-300:
                rows.append([count, mean, variance, float(tail), by_scipy(count, mean, variance)])
for mean in [0.3, 3, 60]:
    for size in [1e-3, 0.05, 0.6]:
        variance = mean + mean * mean / size
        for count in counts(mean, variance):
            tail = exact(count, mean, variance)
            if tail > 1e-300:
                rows.append([count, mean, variance, float(tail), by_scipy(count, mean, variance)])
for count, mean, variance in [(1_000_000, 1e6, 1e6), (1_002_000, 1e6, 1e6), (1_036_000, 1e6, 1e6), (31_500, 31415.9, 4e4), (31_000, 31415.9, 3e5),
                              (1_003_000, 1e6, 2e6),
                              (1_000_500, 1e6, 1.0001e6), (998_000, 1e6, 1e6), (995_000, 1e6, 1e7), (1_050_000, 1e6, 1e8)]:
    rows.append([count, mean, variance, float(exact(count, mean, variance)), by_scipy(count, mean, variance)])

rng = random.Random(15)
lists = [
    # Benjamini and Hochberg (1995), table of section 4: fifteen comparisons of a study of thrombolysis.
    [.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1.0],
    [.04], [.5, .01, .01, .5, .03, .03, .03], [0.0, 1e-300, 1.0, 1.0], [rng.random() ** 3 for _ in range(40)],
]
adjusted = [[p, [float(q) for q in multipletests(p, method="fdr_bh")[1]]] for p in lists]

print(json.dumps({
    "made_with": {"python": platform.python_version(), "mpmath": mpmath.__version__, "scipy": scipy.__version__,
                  "statsmodels": statsmodels.__version__},
    "tails": rows, "adjusted": adjusted,
}))
