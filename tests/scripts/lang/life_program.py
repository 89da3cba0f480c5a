# a small program: game of life, nested loops and sets
glider = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}


def step(cells):
    counts = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    k = (x + dx, y + dy)
                    counts[k] = counts.get(k, 0) + 1
    return {k for k, n in counts.items() if n == 3 or n == 2 and k in cells}


def show(cells, w=6, h=6):
    for y in range(h):
        print("".join("#" if (x, y) in cells else "." for x in range(w)))
    print()


cells = glider
for i in range(5):
    if i % 2 == 0:
        show(cells)
    cells = step(cells)
print(sorted(cells))
for _ in range(40):
    cells = step(cells)
print(len(cells), sorted(cells) == sorted((x + 11, y + 11) for x, y in step(glider)))
maze = ["#########", "#S..#...#", "#.#.#.#.#", "#.#...#E#", "#########"]
start = next((r, c) for r, row in enumerate(maze) for c, ch in enumerate(row) if ch == "S")
queue, seen = [(start, [start])], {start}
while queue:
    (r, c), path = queue.pop(0)
    if maze[r][c] == "E":
        break
    for dr, dc in ((0, 1), (1, 0), (0, -1), (-1, 0)):
        n = r + dr, c + dc
        if maze[n[0]][n[1]] != "#" and n not in seen:
            seen.add(n)
            queue.append((n, path + [n]))
else:
    path = None
print(len(path), path[-1], len(seen))
