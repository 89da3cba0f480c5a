"""Classes are created, subclassed and dropped by all threads at once; lookups stay right."""
import gc
from _crowd import crowd


class Root:
    value = 0
    made = []

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.tag = cls.__name__


def body(index, turns):
    count = 0
    for n in turns():
        A = type(f"A{index}", (Root,), {"value": n})
        class B(A):
            other = n

            def total(self):
                return super().value + self.other

        b = B()
        assert b.total() == 2 * n and B.tag == "B" and A.tag == f"A{index}"
        assert [k.__name__ for k in B.__mro__] == ["B", f"A{index}", "Root", "object"]
        A.value = -n
        assert b.total() == 0 and isinstance(b, Root) and issubclass(B, A)
        count += 1
    return count


assert all(crowd(body))
gc.collect()
gc.collect()
assert Root.__subclasses__() == [], len(Root.__subclasses__())
print("ok class_tree", Root.value)
