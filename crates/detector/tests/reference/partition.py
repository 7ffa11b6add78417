"""Writes partition.json: posterior probabilities over all partitions, by three computations.

    pip install bayesian_changepoint_detection==0.2.dev1 mpmath==1.3.0 numpy==2.4.6 scipy==1.17.1 decorator==5.3.1
    python3 partition.py > partition.json

1. `scores`, of every series: Fearnhead's sums in their plain form with mpmath, 50 digits, no logarithms.
2. Of every series without holes: offline_changepoint_detection of the package, with the Gamma-Poisson likelihood and the
   geometric prior as plug-ins. It imports names that scipy no longer has under `scipy.misc`; they are given to it. From its
   P (segments) and Q (what follows) the scores are summed here, since its own last step (Pcp) is right for a constant
   prior only and sums in single precision. `package` is the greatest difference from 1, `evidence` its Q[0] less the
   logarithm of the same sum in 1.
3. Of `short`: every one of its 2^11 partitions, one by one. `enumerated` is the greatest difference from 1.
"""
import contextlib, itertools, json, math, platform, sys, types
from importlib.metadata import version
import mpmath
import numpy as np
import scipy.special
from mpmath import mpf

sys.modules["scipy.misc"] = types.ModuleType("scipy.misc")
sys.modules["scipy.misc"].comb, sys.modules["scipy.misc"].logsumexp = scipy.special.comb, scipy.special.logsumexp
with contextlib.redirect_stdout(sys.stderr):
    from bayesian_changepoint_detection.offline_changepoint_detection import offline_changepoint_detection

mpmath.mp.dps = 50
CUT, TIMES, LONGEST = mpf(1) / 20, 2, 10


class Model:
    def __init__(self, series):
        self.seen = [t for t, x in enumerate(series["counts"]) if x is not None]
        self.x = [series["counts"][t] for t in self.seen]
        e = [series["exposures"][t] for t in self.seen] if series["exposures"] else [1] * len(self.x)
        self.e = [mpf(y) * len(e) / sum(e) for y in e]
        self.mu = sum(self.x) / sum(self.e)
        self.n = len(self.x)

    def evidence(self, i, j):
        """Of the years i .. j-1 as one segment: the integral over its rate, less what no partition changes."""
        X, E, b = sum(self.x[i:j]), sum(self.e[i:j]), 1 / self.mu
        # mu^X e^(-E mu) is a constant of the series too; dividing by it keeps the numbers readable.
        return b * mpmath.gamma(1 + X) / (b + E) ** (1 + X) / self.mu ** X * mpmath.exp(E * self.mu)

    def cut(self, j):
        """The odds that the rate changes between the counts j-1 and j."""
        stay = (1 - CUT) ** (self.seen[j] - self.seen[j - 1])
        return (1 - stay) / stay

    def high(self, i, j):
        """The probability that the rate of the segment is above TIMES mu, if it is not too long."""
        if self.seen[j - 1] - self.seen[i] >= LONGEST:
            return mpf(0)
        z, rate = 1 + sum(self.x[i:j]), 1 / self.mu + sum(self.e[i:j])
        return mpmath.gammainc(z, TIMES * self.mu * rate, regularized=True)

    def exact(self):
        n, m = self.n, {}
        for i in range(self.n):
            for j in range(i + 1, n + 1):
                m[i, j] = self.evidence(i, j) * (self.cut(j) if j < n else 1)
        A, B = [mpf(1)] + [mpf(0)] * n, [mpf(0)] * n + [mpf(1)]
        for j in range(1, n + 1):
            A[j] = sum(A[i] * m[i, j] for i in range(j))
        for i in reversed(range(n)):
            B[i] = sum(m[i, j] * B[j] for j in range(i + 1, n + 1))
        scores = [mpf(0)] * n
        for i in range(n):
            for j in range(i + 1, min(n, i + LONGEST) + 1):
                part = A[i] * m[i, j] * B[j] / A[n] * self.high(i, j)
                for t in range(i, j):
                    scores[t] += part
        return [float(score) for score in scores], A[n]

    def package(self):
        """The scores from the package's P and Q, and its evidence."""
        g = lambda length: float(CUT * (1 - CUT) ** (length - 1)) if length else 0.0
        likelihood = lambda data, t, s: float(mpmath.log(self.evidence(t, s)))
        with np.errstate(all="ignore"):
            Q, P, _ = offline_changepoint_detection(np.array(self.x), g, likelihood)
        n, begins, scores = self.n, [1.0] + [0.0] * self.n, [0.0] * self.n
        for i in range(n):
            for j in range(i + 1, n + 1):
                last = (n - i - 1) * math.log1p(-float(CUT))
                share = math.exp(P[i, j - 1] - Q[i] + (math.log(g(j - i)) + Q[j] if j < n else last))
                begins[j] += begins[i] * share
                if j - i <= LONGEST:
                    high = begins[i] * share * float(self.high(i, j))
                    for t in range(i, j):
                        scores[t] += high
        return scores, Q[0]

    def enumerated(self):
        scores, total = [mpf(0)] * self.n, mpf(0)
        for cuts in itertools.product((False, True), repeat=self.n - 1):
            places = [0] + [t + 1 for t, cut in enumerate(cuts) if cut] + [self.n]
            segments = list(zip(places, places[1:]))
            weight = mpmath.fprod(self.evidence(i, j) for i, j in segments) * mpmath.fprod(self.cut(j) for j in places[1:-1])
            total += weight
            for i, j in segments:
                for t in range(i, j):
                    scores[t] += weight * self.high(i, j)
        return [float(score / total) for score in scores]


def reference(name, series):
    model = Model(series)
    scores, total = model.exact()
    years = [series["first_year"] + t for t in model.seen]
    found = {"waves": [year for year, score in zip(years, scores) if score > 0.5], "scores": scores}
    apart = lambda other: max(abs(one - two) for one, two in zip(scores, other))
    if None not in series["counts"]:
        other, evidence = model.package()
        # The package's prior is p or 1 - p a year, ours the odds: n - 1 factors 1 - p.
        ours = float(mpmath.log(total) + (model.n - 1) * mpmath.log(1 - CUT))
        found |= {"package": apart(other), "evidence": evidence - ours}
    if name == "short":
        found["enumerated"] = apart(model.enumerated())
    return found


series = json.load(open("series.json"))
short = {"first_year": 1901, "counts": [3, 2, 4, None, None, 13, 11, 3, 0, 2, 5, 1, 21, 17],
         "exposures": [900, 800, 1000, 1000, None, 1100, 1000, 900, 700, 800, 1200, 400, 1000, 500]}
versions = {name: version(name) for name in ("bayesian_changepoint_detection", "mpmath", "numpy", "scipy")}
print(json.dumps({
    "versions": {"python": platform.python_version(), **versions},
    "extra": {"short": short},
    "series": {name: reference(name, s) for name, s in (series | {"short": short}).items()},
}))
