"""Writes predictive.json: tails of the beta-negative-binomial distribution, on which src/predictive.rs is tested.

    pip install scipy mpmath && python3 predictive.py > predictive.json

A row: articles and exposure of the baseline, dispersion, exposure of the year, count, P(X >= count) with 50 digits of
working precision (mpmath: the first probability times the sum of the ratios, the hypergeometric series 3F2 at 1), the
same as scipy's betanbinom gives it.
"""
import json, platform
import mpmath, scipy
from mpmath import mp, mpf
from scipy.stats import betanbinom

mp.dps = 50


def exact(count, r, a, b):
    """P(X = count) times the sum of the ratios P(X = count + k) / P(X = count); below the mean one less the sum."""
    r, a, b = mpf(r), mpf(a), mpf(b)
    lg = mpmath.loggamma
    p = lambda k: mpmath.exp(lg(r + k) - lg(r) - lg(k + 1) + lg(a + r) - lg(a) + lg(b + k) - lg(b) + lg(a + b) - lg(a + b + r + k))
    if count < 3000:
        return 1 - mpmath.fsum(p(mpf(k)) for k in range(count))
    return p(mpf(count)) * mpmath.hyp3f2(1, r + count, b + count, count + 1, a + r + b + count, 1)


def known(number):
    """scipy takes whole sizes only."""
    return None if mpmath.isnan(number) else float(number)


rows = []
for articles, exposure in [(0, 5), (1, 5), (25, 5), (103, 4.2), (500, 5), (20, 0.7), (2000, 31), (40000, 5)]:
    for dispersion in [1e-4, 0.02, 0.3, 1, 12]:
        for e in [1, 0.3, 2.5]:
            r, a, b = e / dispersion, exposure / dispersion, articles + 0.5
            mean = b * e / exposure
            for times in [0.5, 1, 1.5, 2, 4, 10]:
                count = max(1, round(times * mean))
                if count > 2999:
                    continue
                tail = exact(count, r, a, b)
                if tail > 1e-20:
                    rows.append([articles, exposure, dispersion, e, count, float(tail), known(betanbinom.sf(count - 1, r, a, b))])
print(json.dumps({
    "made_with": {"python": platform.python_version(), "mpmath": mpmath.__version__, "scipy": scipy.__version__},
    "tails": rows,
}))
