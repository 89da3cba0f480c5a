partial = 1
1 / 0
