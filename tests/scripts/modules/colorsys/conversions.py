# Every conversion over a grid of colours, and back.
import colorsys

steps = [0.0, 0.2, 0.5, 0.75, 1.0]
for r in steps:
    for g in steps:
        for b in steps:
            for forth, back in (colorsys.rgb_to_hls, colorsys.hls_to_rgb), (colorsys.rgb_to_hsv, colorsys.hsv_to_rgb), \
                    (colorsys.rgb_to_yiq, colorsys.yiq_to_rgb):
                there = forth(r, g, b)
                print(*(f'{x:.12f}' for x in there), *(f'{abs(x - y):.9f}' for x, y in zip(back(*there), (r, g, b))))
for h in range(-4, 12):
    print(h / 5, *(f'{x:.10f}' for x in colorsys.hls_to_rgb(h / 5, 0.3, 0.8)),
          *(f'{x:.10f}' for x in colorsys.hsv_to_rgb(h / 5, 0.3, 0.8)))
print(colorsys.hsv_to_rgb(0.3, 0, 0.4), colorsys.hls_to_rgb(0.3, 0.4, 0.0), colorsys.rgb_to_hsv(0, 0, 0))
print(sorted(colorsys.__all__))
