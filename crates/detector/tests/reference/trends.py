"""Writes trends.json: trends, remainders and rolling statistics of series.json by statsmodels and pandas.

    pip install statsmodels pandas && python3 trends.py > trends.json

`loess`: remainders of each year with a count from statsmodels' lowess (31 neighbours, 3 rounds), less their median, in
deviations of 1.4826 MAD. `rolling_z`: (rate - mean) / sd of the up to
ten years before, at least five with a count; null where pandas has none. Rates are counts over exposures, these as
multiples of their mean over the years with a count.
"""
import json, math, platform
import numpy, pandas, scipy.stats, statsmodels
from statsmodels.nonparametric.smoothers_lowess import lowess
from statsmodels.tsa.seasonal import STL

series = json.load(open("series.json"))
said = {}
for name, one in series.items():
    counts = pandas.Series(one["counts"], dtype=float)
    exposures = pandas.Series(one["exposures"] or [1] * len(counts), dtype=float)
    rates = counts / (exposures / exposures[counts.notna()].mean())
    there = rates.dropna()
    trend = lowess(there.to_numpy(), there.index.to_numpy(float), frac=(min(31, len(there)) + 0.5) / len(there), it=3, return_sorted=False)
    rest = there.to_numpy() - trend
    apart = rest - numpy.median(rest)
    scores = dict(zip(there.index, apart / scipy.stats.median_abs_deviation(rest, scale="normal")))
    before = rates.shift(1).rolling(10, min_periods=5)
    z = (rates - before.mean()) / before.std(ddof=1)
    said[name] = {"loess": [scores.get(at) for at in rates.index], "rolling_z": [v if math.isfinite(v) else None for v in z]}
    if len(there) == len(counts):
        # A season of two years, smoothed over the whole series: as near as STL comes to no season.
        stl = STL(rates, period=2, seasonal=9999, trend=31, robust=True, seasonal_deg=0).fit(outer_iter=3)
        ours = rates - trend
        said[name]["stl_correlation"] = float(numpy.corrcoef(stl.resid + stl.seasonal, ours)[0, 1])
        deviation = scipy.stats.median_abs_deviation(ours, scale="normal")
        said[name]["stl_trend_apart"] = float((stl.trend - trend).abs().max() / deviation)
print(json.dumps({"made_with": {"python": platform.python_version(), "numpy": numpy.__version__, "scipy": scipy.__version__,
                                "pandas": pandas.__version__,
                                "statsmodels": statsmodels.__version__}, "series": said}))
