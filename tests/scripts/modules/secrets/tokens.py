# Shapes of random tokens.
import secrets
print(len(secrets.token_bytes()),len(secrets.token_hex(5)),len(secrets.token_urlsafe(6)),secrets.randbelow(1),secrets.choice([7]),secrets.randbits(1) in (0,1),secrets.compare_digest('a','a'))
try: secrets.randbelow(0)
except ValueError as e: print(e)
