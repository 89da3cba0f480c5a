"""hashlib: every algorithm, copies, BLAKE2 parameters, PBKDF2, files, errors."""
import hashlib as H

def t(f):
    """Print what a call gives or raises."""
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
for n in sorted(H.algorithms_guaranteed):
    h=H.new(n); 
    t(lambda: (h.name,h.digest_size,h.block_size)); h.update(b'abc'*100)
    t(lambda: h.hexdigest(20) if 'shake' in n else h.hexdigest())
    c=h.copy(); c.update(b'x'); t(lambda: c.hexdigest(5) if 'shake' in n else c.hexdigest()); t(lambda: getattr(H,n)(b'abc'*100).digest(*([4] if 'shake' in n else []))==(h.digest(4) if 'shake' in n else h.digest()))
t(lambda: H.new('nope'))
t(lambda: H.new(5))
t(lambda: H.md5('a'))
t(lambda: H.md5(5))
t(lambda: H.sha256(b'a',usedforsecurity=False).hexdigest())
t(lambda: H.sha256().update('x'))
t(lambda: H.sha256().update())
t(lambda: H.shake_128().hexdigest())
t(lambda: H.sha256(string=b'a').hexdigest())
t(lambda: H.new('sha256',b'a').name)
t(lambda: H.new('SHA256').name)
t(lambda: H.blake2b(b'a',digest_size=16,key=b'k',salt=b's',person=b'p').hexdigest())
t(lambda: H.blake2s(b'a',digest_size=8,key=b'k'*32,salt=b's',person=b'p').hexdigest())
t(lambda: H.blake2b(digest_size=0))
t(lambda: H.blake2b(digest_size=65))
t(lambda: H.blake2b(key=b'k'*65))
t(lambda: H.blake2b(salt=b's'*17))
t(lambda: H.blake2b(person=b's'*17))
t(lambda: H.blake2b(b'a',key=b'').hexdigest())
t(lambda: (H.blake2b.MAX_KEY_SIZE,H.blake2b.SALT_SIZE,H.blake2b.PERSON_SIZE,H.blake2b.MAX_DIGEST_SIZE,H.blake2s.MAX_KEY_SIZE,H.blake2s.SALT_SIZE))
t(lambda: H.pbkdf2_hmac('sha256',b'pw',b'salt',1000).hex())
t(lambda: H.pbkdf2_hmac('sha1',b'pw'*100,b'salt',10,50).hex())
t(lambda: H.pbkdf2_hmac('md5',b'',b'',0))
t(lambda: H.pbkdf2_hmac('md5',b'',b'',1,0))
t(lambda: H.pbkdf2_hmac('md5','a',b'',1))
import io
t(lambda: H.file_digest(io.BytesIO(b'abc'),'sha256').hexdigest())
t(lambda: H.file_digest(io.BytesIO(b'abc'),H.md5).hexdigest())
t(lambda: H.file_digest(5,'md5')); 
with open(__file__,'rb') as f: t(lambda: H.file_digest(f,'sha256').hexdigest()==H.sha256(open(__file__,'rb').read()).hexdigest())
t(lambda: H.md5(bytearray(b'a')).hexdigest())
t(lambda: H.md5(memoryview(b'a')).hexdigest())
t(lambda: H.__all__)
t(lambda: H.md5(b'x',b'y'))
t(lambda: H.sha256() == H.sha256())
t(lambda: sorted(H.algorithms_guaranteed))
