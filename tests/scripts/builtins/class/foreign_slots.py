# Wrappers of another class as special methods; metaclasses that derive from a Python class first.
class A(int):
    __eq__ = str.__eq__
    __add__ = str.__add__
a=A()
for f in (lambda: a==a, lambda: a==1, lambda: a+a, lambda: a.__eq__(1), lambda:a+1, lambda: 1+a):
    try: print(f())
    except TypeError as e: print(e)
class M1(type):
    pass
class Base: pass
class Meta2(Base,type): pass
class E(metaclass=Meta2): pass
try: print(type(E.__dict__))
except Exception as e: print(e)
class Base2(type): pass
class B: __slots__=('__dict__',)
class Meta3(B,type): pass
try:
    class E(metaclass=Meta3): pass
    print(type(E.__dict__))
except Exception as e: print(e)
