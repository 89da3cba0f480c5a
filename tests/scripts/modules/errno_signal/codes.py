"""All numbers of errors that Linux has, and the names that win."""
import errno

print(sorted((v, k) for k, v in vars(errno).items() if k[0] == "E"))
print(sorted(errno.errorcode.items()))
