# SystemExit with a number beyond a byte
raise SystemExit(256 + 7)
