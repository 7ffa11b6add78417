"""Writes pelt.json: the segmentations of ruptures (Pelt and Dynp), Poisson and negative binomial.

    pip install ruptures==1.1.10 numpy==2.4.6 scipy==1.17.1
    python3 pelt.py > pelt.json

ruptures has neither cost, so both are given to it: -2 times the sum of scipy's logarithms of the probabilities of the
counts at the segment's rate sum(x)/sum(e), factorials and all. The search is ruptures': Pelt with min_size = 1 and
jump = 1, and, for the same number of segments, Dynp, which tries all; the script fails if they differ. The dispersion is
computed here again, by numpy and with the quantiles of scipy. A score is the segment's rate divided by that of all years.
"""
import json, math, platform
from importlib.metadata import version
import numpy as np
import ruptures
from scipy.stats import chi2, nbinom, poisson


def dispersion(x, e):
    one, other = slice(None, -1), slice(1, None)
    kept = x[one] + x[other] > 0
    rate = ((x[one] + x[other]) / (e[one] + e[other]))[kept]
    square = ((x[one] / e[one] - x[other] / e[other]) ** 2)[kept] / (rate * (1 / e[one] + 1 / e[other])[kept])
    order = np.argsort(square, kind="stable")[: len(square) - len(square) // 20]
    mean = chi2.cdf(chi2.ppf(0.95, 1), 3) / 0.95
    return max(0.0, (square[order].mean() / mean - 1) / rate[order].mean())


class Cost(ruptures.base.BaseCost):
    model, min_size = "counts", 1

    def __init__(self, exposures, alpha):
        self.exposures, self.alpha = exposures, alpha

    def fit(self, signal):
        self.signal = np.asarray(signal, float).reshape(-1, 1)
        return self

    def error(self, start, end):
        x, e = self.signal[start:end, 0], self.exposures[start:end]
        rate = x.sum() / e.sum()
        if rate == 0:
            return 0.0
        if self.alpha == 0:
            return -2 * poisson.logpmf(x, rate * e).sum()
        return -2 * nbinom.logpmf(x, e / self.alpha, 1 / (1 + self.alpha * rate)).sum()


def waves(years, segments, scores):
    """The years of the segments that are waves; a high one that nothing comes before is in `unknown`."""
    before, found, unknown = None, [], []
    for start, end in segments:
        high = scores[start] > 2 and years[end - 1] - years[start] < 10
        if high and before is None:
            unknown += years[start:end]
        elif high and scores[start] > 1.5 * before:
            found += years[start:end]
            continue
        before = scores[start]
    return found, unknown


def reference(series, negative_binomial):
    seen = [t for t, x in enumerate(series["counts"]) if x is not None]
    x = np.array([series["counts"][t] for t in seen], float)
    e = np.array([series["exposures"][t] for t in seen], float) if series["exposures"] else np.ones(len(x))
    e /= e.mean()
    alpha = dispersion(x, e) if negative_binomial else 0.0
    penalty = 2 * math.log(len(x))
    search = lambda kind: kind(custom_cost=Cost(e, alpha), min_size=1, jump=1).fit(x)
    pelt = search(ruptures.Pelt)
    ends = [int(end) for end in pelt.predict(pen=penalty)]
    if len(ends) > 1:
        assert search(ruptures.Dynp).predict(n_bkps=len(ends) - 1) == ends
    segments = list(zip([0] + ends, ends))
    scores = [x[s:t].sum() / e[s:t].sum() / (x.sum() / e.sum()) for s, t in segments for _ in range(s, t)]
    years = [series["first_year"] + t for t in seen]
    found, unknown = waves(years, segments, scores)
    return {"waves": found, "undetermined": unknown, "segments": [years[s] for s, _ in segments],
            "dispersion": alpha, "scores": scores}


series = json.load(open("series.json"))
# High years first, an ebbing wave, a hole, a lasting rise and a wave on top of it, zeros, a wave at the end.
steps = {"first_year": 1900, "exposures": None, "counts":
         [60, 55, 9, 11, 8, 12, 10, 9, 11, 10, 9, 12, 110, 115, 62, 58, 60, 10, 8, 11, None, 9, 10, 12, 9, 10, 11, 8, 9, 9, 10,
          31, 33, 30, 29, 34, 31, 30, 32, 31, 30, 33, 31, 29, 30, 31, 90, 95, 10, 9, 11, 10, 9, 12, 0, 0, 0, 0, 0, 10, 85, 80]}
extra = {"steps": steps}
versions = {name: version(name) for name in ("ruptures", "numpy", "scipy")}
print(json.dumps({
    "versions": {"python": platform.python_version(), **versions},
    "extra": extra,
    "pelt_poisson": {name: reference(s, False) for name, s in (series | extra).items()},
    "pelt_nb": {name: reference(s, True) for name, s in (series | extra).items()},
}))
