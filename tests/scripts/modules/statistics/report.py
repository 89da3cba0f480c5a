"""A statistical report of generated measurements."""
import random, statistics as st
r = random.Random(11)
data = [round(r.gauss(50, 10), 2) for _ in range(200)]
f = lambda x: f"{x:.6f}"
print(
    len(data), f(st.mean(data)), f(st.fmean(data)), f(st.median(data)), f(st.stdev(data)), f(st.pvariance(data)),
    [f(q) for q in st.quantiles(data, n=10)], min(data), max(data)
)
bins = {}
for x in data: bins[int(x // 10) * 10] = bins.get(int(x // 10) * 10, 0) + 1
for b in sorted(bins): print(f"{b:>4} {'#' * bins[b]} {bins[b]}")
xs = list(range(50))
ys = [2.5 * x + 7 + r.uniform(-3, 3) for x in xs]
slope, intercept = st.linear_regression(xs, ys)
print(f(slope), f(intercept), f(st.correlation(xs, ys)), f(st.covariance(xs, ys)))
fit = st.NormalDist.from_samples(data)
print(f(fit.mean), f(fit.stdev), f(fit.cdf(60) - fit.cdf(40)), [f(q) for q in fit.quantiles(4)])
print(
    st.mode([x // 10 for x in data]), st.multimode("mississippi"), f(st.harmonic_mean([30, 60])),
    f(st.geometric_mean([2, 8])), f(st.median_grouped([int(x) for x in data])), st.median_low([1, 2, 3, 4]),
    st.median_high([1, 2, 3, 4])
)
groups = {}
for i, x in enumerate(data): groups.setdefault("abc"[i % 3], []).append(x)
for g, values in sorted(groups.items()): print(g, len(values), f(st.mean(values)), f(st.stdev(values)))
kde = st.kde([1, 2, 3, 10], h=1.5)
print(f(kde(2)), f(kde(6)), f(kde(10)))
