# UUIDs: forms, fields, names, order, versions, and what is refused.
import copy
import pickle
import threading
import uuid
from uuid import UUID

u = UUID('12345678-1234-5678-9234-567812345678')
for same in UUID('{12345678123456789234567812345678}'), UUID('urn:uuid:12345678-1234-5678-9234-567812345678'), UUID(bytes=u.bytes), \
        UUID(bytes_le=u.bytes_le), UUID(fields=u.fields), UUID(int=u.int), pickle.loads(pickle.dumps(u)), copy.deepcopy(u):
    print(same == u, hash(same) == hash(u), end=' ')
print()
print(str(u), repr(u), u.hex, u.urn, u.int, u.bytes, u.bytes_le, u.fields, u.variant, u.version, u.is_safe)
print(u.time_low, u.time_mid, u.time_hi_version, u.clock_seq_hi_variant, u.clock_seq_low, u.node, u.time, u.clock_seq)
for text in '00000000-0000-0000-0000-000000000000', '12345678-1234-1234-c234-567812345678', 'ffffffff-ffff-ffff-ffff-ffffffffffff', \
        '1ec9414c-232a-6b00-b3c8-9e6bdeced846', '017f22e2-79b0-7cc3-98c4-dc0c0c07398f', 'c232ab00-9414-11ec-b3c8-9f6bdeced846':
    v = UUID(text)
    print(v, v.variant, v.version, v.time, v.clock_seq, v < u, v > u, v <= v, v >= u, v == u, v != u)
for ns in uuid.NAMESPACE_DNS, uuid.NAMESPACE_URL, uuid.NAMESPACE_OID, uuid.NAMESPACE_X500:
    print(ns, uuid.uuid3(ns, 'python.org'), uuid.uuid5(ns, 'python.org'), uuid.uuid5(ns, b'\xff'))
print(uuid.uuid1(0x123456789abc, 0x1234).node == 0x123456789abc, uuid.uuid1(1, 0x1234).clock_seq, uuid.uuid6(5, 7).node, uuid.uuid6(5, 7).clock_seq)
print(uuid.uuid8(1, 2, 3), uuid.uuid8(1 << 60, 1 << 60, 1 << 70), uuid.NIL, uuid.MAX)
for make in uuid.uuid1, uuid.uuid4, uuid.uuid6, uuid.uuid7, uuid.uuid8:
    many = [make() for _ in range(200)]
    print(make.__name__, len(set(many)), {x.version for x in many}, {x.variant for x in many})
    if make in (uuid.uuid6, uuid.uuid7):
        print(many == sorted(many))
made = []


def several():
    made.extend([uuid.uuid7() for _ in range(300)] + [uuid.uuid6(1, 1) for _ in range(100)])


threads = [threading.Thread(target=several) for _ in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(len(made), len(set(made)))


def refused(f, *args, **kwargs):
    try:
        print('fine', f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


refused(UUID)
refused(UUID, 'x', int=1)
refused(UUID, '')
refused(UUID, 'g' * 32)
refused(UUID, '1' * 33)
refused(UUID, bytes=b'x')
refused(UUID, bytes_le=b'x')
refused(UUID, fields=(1, 2))
for i in range(6):
    refused(UUID, fields=tuple(-1 if i == j else 0 for j in range(6)))
refused(UUID, int=-1)
refused(UUID, int=1 << 128)
refused(UUID, int=1, version=0)
refused(UUID, int=1, version=9)
refused(setattr, u, 'int', 5)
refused(setattr, u, 'new', 5)
refused(lambda: u < 5)
print(u == 5, int(u) == u.int, UUID(int=0, version=8), list(uuid.SafeUUID))
print(UUID(int=1, is_safe=uuid.SafeUUID.safe).is_safe, pickle.loads(pickle.dumps(UUID(int=1, is_safe=uuid.SafeUUID.unsafe))).is_safe)
