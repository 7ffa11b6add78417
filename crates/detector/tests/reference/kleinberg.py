"""Writes kleinberg.json: the two-state automaton by burst_detection's costs and hmmlearn's Viterbi.

    pip install burst_detection==0.1.3 hmmlearn==0.3.3 numpy==2.4.6 pandas==3.1.1 mpmath==1.3.0
    python3 kleinberg.py > kleinberg.json

burst_detection is the batched model of Kleinberg's section 4; its `fit` and `tau` are called as they are. For today's numpy
it is given `np.float`, and two assignments of one-element arrays are rewritten, below, without a change of meaning. Its
path, however, is not the cheapest one: going forward it keeps only the cheaper state of each year. So the path is found
by the Viterbi of hmmlearn (the compiled routine below its models, which takes any weights) with these costs,
and the path of burst_detection itself is recorded beside it (`greedy`). Without exposures the documents d(t) are not
known, and the costs are Poisson ones, written here. The score of a year is the cost of hmmlearn's best path with the year kept
out of state 1 less that of the best with the year kept out of state 0.
"""
import inspect, json, math, platform
from importlib.metadata import version
import numpy as np
np.float = float
import burst_detection as bd
import pandas as pd
from hmmlearn import _hmmc

S, GAMMA = 2, 1
source = inspect.getsource(bd.burst_detection)
for old, new in (("np.full([n,1],", "np.full(n,"), ("np.where(cost[t,:] == min(cost[t,:]))", "np.argmin(cost[t,:])")):
    assert old in source
    source = source.replace(old, new)
exec(source, vars(bd))


def costs(r, d):
    """sigma(i, t) for both states, in floats; of burst_detection where there are documents."""
    if d is None:
        p = sum(r) / len(r)
        return [[-(x * math.log(m) - m - math.lgamma(x + 1)) for m in (p, S * p)] for x in r]
    p = {0: sum(r) / sum(d)}
    p[1] = S * p[0]
    return [[float(bd.fit(y, x, p[i])) for i in (0, 1)] for x, y in zip(r, d)]


def viterbi(cost):
    """The cheapest cost and path."""
    n = len(cost)
    move = np.array([[math.exp(-bd.tau(i, j, GAMMA, n)) for j in (0, 1)] for i in (0, 1)])
    score, path = _hmmc.viterbi(move[0].copy(), move, -np.array(cost))
    return -score, [int(state) for state in path]


def forced(cost, year, state):
    """The cheapest cost with the year in the state."""
    kept = [list(row) for row in cost]
    kept[year][1 - state] = math.inf
    return viterbi(kept)[0]


def reference(series):
    seen = [t for t, x in enumerate(series["counts"]) if x is not None]
    r = [series["counts"][t] for t in seen]
    d = [series["exposures"][t] for t in seen] if series["exposures"] else None
    cost = costs(r, d)
    total, path = viterbi(cost)
    scores = [forced(cost, t, 0) - forced(cost, t, 1) for t in range(len(seen))]
    greedy = None
    if d:
        q, *_ = bd.burst_detection(pd.Series(r), pd.Series(d), len(r), S, GAMMA, 1)
        greedy = [int(state) for state in np.asarray(q).ravel()]
    first = series["first_year"]
    years = lambda states: [first + t for t, state in zip(seen, states) if state == 1]
    return {"waves": years(path), "greedy": years(greedy) if greedy else None, "scores": scores}


# d(t) of these is made: as many documents as in a middling paper, and few enough that the binomial is not a Poisson.
series = json.load(open("series.json"))
documents = dict(series["waves"], exposures=[400 + t % 7 * 50 for t in range(168)])
bursts = dict(series["dispersed"], exposures=[250] * 168)
extra = {"waves_of_documents": documents, "dispersed_of_documents": bursts}
versions = {name: version(name) for name in ("burst_detection", "hmmlearn", "numpy", "pandas", "mpmath")}
print(json.dumps({
    "versions": {"python": platform.python_version(), **versions},
    "extra": extra,
    "series": {name: reference(s) for name, s in (series | extra).items()},
}))
