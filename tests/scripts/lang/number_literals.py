# numeric literals of every kind, and wrong ones
print(0, 00, 1, 1_000, 0xDead_Beef, 0b1_0, 0o7_7, 1_0.0_1, 1e1_0, 1.5E-3, .5, 5., 1e0, 0e0, 0.0, 00.5, 01.5, 0_0)
print(1j, 1.5J, 1e2j, 0j, 1_0j, .5j, 5.j, 1j * 1j, -1j, 3 + 4j, 3 - 0j)
print(0xFFFFFFFFFFFFFFFFFFFF, 0b1 << 70, 0o777777777777777777777777, 123456789012345678901234567890)
print(1 .real, 1..real, 1.0.real, (1).bit_length(), 1 .__add__(2), 0x1.real, 1j.imag)
print(-1 ** 2, (-1) ** 2, 2 ** -1, -2 ** -2, ~-1, - - 1, +-+1, not not 1)
print(1e308 * 10, -1e308 * 10, 1e-400, 0.1e1, 1_1e1_1, 9007199254740993.0, 9007199254740993, 1e23, 8.5e22)
