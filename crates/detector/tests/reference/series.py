"""Writes series.json: the yearly series on which second opinions are compared with reference implementations.

    python3 series.py > series.json

`coal` is published: British coal-mining explosions with ten or more deaths, 1851-1962, by year (B. A. Maguire, E. S.
Pearson, A. H. A. Wynn 1952; corrected by R. G. Jarrett, Biometrika 66, 1979). The others are generated here, seeded,
with Python's standard library alone. null is a hole; exposure is what the counts are out of, null where there is none.
"""
import json, math, random

COAL = [4, 5, 4, 1, 0, 4, 3, 4, 0, 6, 3, 3, 4, 0, 2, 6, 3, 3, 5, 4, 5, 3, 1, 4, 4, 1, 5, 5, 3, 4, 2, 5, 2, 2, 3, 4, 2, 1,
        3, 2, 2, 1, 1, 1, 1, 3, 0, 0, 1, 0, 1, 1, 0, 0, 3, 1, 0, 3, 2, 2, 0, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 2, 1, 0, 0,
        0, 1, 1, 0, 2, 3, 3, 1, 1, 2, 1, 1, 1, 1, 2, 3, 3, 0, 0, 0, 1, 4, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1]


def poisson(rng, mean):
    """Knuth's product of uniforms, in pieces so that exp does not underflow."""
    count = 0
    while mean > 0:
        piece = min(mean, 30.0)
        product, limit = rng.random(), math.exp(-piece)
        while product > limit:
            count, product = count + 1, product * rng.random()
        mean -= piece
    return count


def series(seed, first, years, mean, waves=(), step=None, dispersion=0.0, holes=(), newshole=None):
    """Counts around mean(year): times the factor of a wave, or from a year on; over-dispersed by a gamma factor."""
    rng = random.Random(seed)
    counts, exposures = [], []
    for year in range(first, first + years):
        level = mean
        for begin, end, factor in waves:
            level *= factor if begin <= year <= end else 1.0
        if step and year >= step[0]:
            level *= step[1]
        exposure = newshole(year) if newshole else None
        if exposure:
            level *= exposure / 10000
        if dispersion:
            level *= rng.gammavariate(1 / dispersion, dispersion)
        count = poisson(rng, level)
        counts.append(None if year in holes else count)
        exposures.append(exposure)
    return {"first_year": first, "counts": counts, "exposures": exposures if newshole else None}


def newshole(year):
    """Grows to 1938, then shrinks."""
    return round(4000 + 16000 * math.exp(-((year - 1938) / 40) ** 2))


print(json.dumps({
    "coal": {"first_year": 1851, "counts": COAL, "exposures": None},
    "waves": series(1, 1850, 168, 20, [(1890, 1892, 3), (1931, 1934, 3), (1968, 1968, 4)]),
    "step": series(2, 1850, 168, 8, step=(1914, 2.5)),
    "dispersed": series(3, 1850, 168, 20, [(1905, 1907, 3), (1973, 1975, 3)], dispersion=0.15),
    "sparse": series(4, 1850, 168, 1, [(1919, 1921, 5)]),
    "holes": series(5, 1850, 168, 20, [(1911, 1913, 3), (1960, 1962, 3)], holes={1859, 1880, 1907, 1908, 1909, 1923, 1978}),
    "newshole": series(6, 1850, 168, 20, [(1911, 1913, 3), (1960, 1962, 3)], newshole=newshole),
}, indent=None))
