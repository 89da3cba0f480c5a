"""statistics: means, medians, spread, quantiles, correlation, NormalDist, errors."""
import statistics as st
from fractions import Fraction as F
from decimal import Decimal as D

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

d = [2, 4, 4, 4, 5, 5, 7, 9]
r = lambda x: float(f"{x:.12g}")
print(
    st.mean(d), st.mean([1, 2]), st.mean([1, 2, 4]), st.fmean(d), st.fmean([1, 2], weights=[3, 1]),
    st.mean([F(1, 2), F(1, 3)]), st.mean([D("1.5"), D("2.5")]), r(st.geometric_mean([1, 10, 100])),
    st.harmonic_mean([40, 60]), st.harmonic_mean([2, 0]), st.mean([0.1] * 10), st.mean([True, False]),
    st.mean(iter([1, 2, 3]))
)
print(
    st.median(d), st.median([3, 1, 2]), st.median_low(d), st.median_high([1, 2, 3, 4]),
    st.median_grouped([1, 2, 2, 3, 4, 4, 4, 5]), st.mode("aabbb"), st.multimode("aabbc"), st.mode([1, 2]),
    st.multimode([]), st.median(["a", "b", "c"])
)
print(
    st.pstdev(d), st.pvariance(d), r(st.stdev(d)), r(st.variance(d)), st.variance([1, 2, 3], 2),
    st.pvariance([F(1), F(2)]), st.quantiles(d), st.quantiles(range(1, 100), n=10),
    st.quantiles(d, method="inclusive"), r(st.correlation([1, 2, 3], [1, 2, 4])),
    st.covariance([1, 2, 3], [3, 2, 1]), st.linear_regression([1, 2, 3], [2, 4, 6]),
    r(st.correlation([1, 2, 3], [9, 4, 1], method="ranked")), st.stdev([D(1), D(2)]), st.stdev([1, 1])
)
n = st.NormalDist(10, 2)
print(
    n, n.mean, n.stdev, n.variance, r(n.pdf(10)), r(n.cdf(12)), r(n.inv_cdf(0.9)), n + 5, n * 2,
    n + st.NormalDist(1, 1.5), -n, n == st.NormalDist(10, 2), [r(q) for q in n.quantiles(4)],
    r(n.overlap(st.NormalDist(11, 2))), n.zscore(14), st.NormalDist.from_samples([1, 2, 3]),
    [r(x) for x in n.samples(3, seed=1)], hash(n) == hash(st.NormalDist(10, 2))
)
for f, a in (
    (st.mean, ([],)), (st.mean, (["a"],)), (st.mean, (5,)), (st.median, ([],)), (st.mode, ([],)),
    (st.stdev, ([1],)), (st.variance, ([],)), (st.pstdev, ([],)), (st.quantiles, ([],)),
    (st.quantiles, ([1, 2], ))[:2], (st.harmonic_mean, ([-1],)), (st.geometric_mean, ([],)),
    (st.geometric_mean, ([-1],)), (st.correlation, ([1], [1])), (st.correlation, ([1, 2], [1])),
    (st.correlation, ([1, 1], [1, 2])), (st.linear_regression, ([1, 1], [1, 2])), (st.NormalDist, (0, -1)),
    (n.inv_cdf, (2,)), (n.pdf, ("a",)), (st.fmean, ([],)), (st.fmean, ([1], [1, 2])), (st.mean, ([None],))
):
    fails(f, *a)
fails(st.quantiles, [1, 2], n=0)
fails(st.quantiles, [1, 2], method="x")
print(issubclass(st.StatisticsError, ValueError))
