"""The native parser and writer of the json package: values, errors, hooks, notes."""
import json, sys
class L(list): pass
class D(dict): pass
for o in [L([object()]), {1: object()}, {None: {1.5: object()}}, D({"a":[object()]}), (1,object()), [[float('nan')]], {True: float('inf')}]:
    try:
        json.dumps(o, allow_nan=False)
    except Exception as e:
        print(type(e), e, getattr(e,'__notes__',None))
class B:
    def __repr__(self): raise KeyError(3)
    __hash__=object.__hash__
try:
    json.dumps({B():1})
except Exception as e: print(type(e), e, getattr(e,'__notes__',None))
from _json import make_encoder, make_scanner
print(make_encoder, make_scanner)
import json.encoder as je, json.decoder as jd
class S(str): pass
class I(int):
    def __repr__(self): return 'x'
class F(float):
    def __repr__(self): return 'x'
print(json.dumps([I(3),F(2.5),S("a"),{I(3):F(1)}]))
for args in [(1,2,3,4,5,6,7,8,9),(None,str,str,None,b'',', ',0,0,0),(None,str,str,5,': ',', ',0,0,0),({},str,str,None,': ',', ',0,0,0)]:
    try:
        e = make_encoder(*args); print(e([1,{"a":2}],0))
    except Exception as e: print(type(e), e)
try: make_encoder()
except Exception as e: print(type(e), e)
e = make_encoder(None,str,lambda s: 5,None,': ',', ',0,0,0)
try: e(["a"],0)
except Exception as x: print(type(x), x)
try: e()
except Exception as x: print(type(x), x)
e = make_encoder(markers={}, default=str, encoder=lambda s: '<'+s+'>', indent=' ', key_separator=':', item_separator=',', sort_keys=True, skipkeys=True, allow_nan=True)
print(e({"b":[1,[],{}],"a":{"x":1}}, 2)); print(e.markers, e.default, e.indent, e.skipkeys, e.sort_keys)
print(e({"b":[1,[],{}],"a":{"x":1}}, _current_indent_level=0))
s = json.JSONDecoder().scan_once
print(s.strict, s.object_hook, s.parse_int)
for a in [('[1,2', 0), ('', 0), (' ', 0), ('1',-1), (3,0), ('nul',0), ('-',0), ('-x',0),('[1,]',0), ('{"a":}',0),('{"a" 1}',0),('{"a":1,}',0),('{a}',0),('NaN',0),('-Infinity',0),('-Inf',0),('1.e5',0),('1e',0),('01',0), ('-0',0), ('-0.0',0), ('1'*5000,0), ('"abc',0), ('[',0),('[1 2]',0),('{',0),('{"a":1',0),('{"a":1 "b"',0),('{"a":1, ',0), ('[1, ',0), ('1E5',0), ('1.5e+3x',0)]:
    try: print(a if len(str(a))<50 else 'long', s(*a))
    except Exception as e: print(a if len(str(a))<50 else 'long', type(e), e, getattr(e,'__notes__',None), getattr(e,'value',0))
for kw in [dict(string='1', idx=0), dict(string='1')]:
    try: print(s(**kw))
    except Exception as e: print(type(e), e)
try: make_scanner(3)
except Exception as e: print(type(e), e)
d = json.JSONDecoder(parse_float=lambda s: ('f',s), parse_int=lambda s: ('i', s), parse_constant=lambda s: ('c',s), object_pairs_hook=lambda p: ('p',p), object_hook=lambda p: 1/0)
print(d.decode('[1, 1.5, NaN, -Infinity, {"a": 1, "b": {}}, {}]'))
d = json.JSONDecoder(object_hook=lambda p: ('o',p)); print(d.decode('[{"a":{}}]'))
try: json.loads('['*3000000)
except RecursionError as e: print(type(e), str(e)[-40:])
try: json.loads('{"a":'*3000000)
except RecursionError as e: print(type(e), str(e)[-30:])
x=[]; 
for i in range(3000000): x=[x]
try: json.dumps(x)
except RecursionError as e: print(type(e), str(e)[-27:], sorted(set(e.__notes__)))
y=[]; y.append(y)
try: json.dumps(y)
except ValueError as e: print(e, e.__notes__)
try: json.dumps({"b":1, 2:3}, sort_keys=True)
except TypeError as e: print(e)
class D2(dict):
    def items(self): return [(1,2,3)]
try: json.dumps(D2(a=1))
except Exception as e: print(type(e), e)
class D3(dict):
    def items(self): return [("z",1)]
print(json.dumps(D3(a=1)), json.dumps(D3()))
class L3(list):
    def __iter__(self): return iter([1,2,3])
print(json.dumps(L3([5])), json.dumps(L3()))
print(json.dumps({"a":{}, "b":[], "c":()}, indent=2), json.dumps({(1,):2}, skipkeys=True, indent=1))
print(json.dumps(["\x7f\u2028é\U0001F600\ud800\"\\/\b\f\n\r\t\x01"]), ascii(json.dumps(["\x7f\u2028é\U0001F600\ud800\"\\/\b\f\n\r\t\x01"], ensure_ascii=False)))
def df(o): raise KeyError(o)
try: json.dumps([{1}], default=df)
except KeyError as e: print(repr(e), e.__notes__)
try: json.dumps([{1}], default=lambda o: {2})
except Exception as e: print(type(e), sorted(set(e.__notes__)))
print(json.dumps([{1}], default=lambda o: [list(o)]*2))
