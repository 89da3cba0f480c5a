# Modules and files run as programs.
import os
import runpy
import sys
import tempfile

d=tempfile.mkdtemp(); os.makedirs(d+'/pk/sub')
def w(p,s): open(d+'/'+p,'w').write(s)
w('pk/__init__.py','a=1\nb=2'); w('pk/__main__.py','print("main",__name__,__package__)'); w('pk/m.py','import sys\nprint(__name__,__package__,__spec__.name,sys.argv[0]==__file__)\nx=5'); w('pk/sub/__init__.py',''); w('pk/sub/deep.py',''); w('pk/data.txt','hi'); w('s.py','import sys\nprint(__name__,__package__,__spec__ is None,__file__==sys.argv[0], sys.modules[__name__].__dict__ is globals())\ny=z+1'); w('bad.py','1/0')
os.mkdir(d+'/dm'); w('dm/__main__.py','print("dir",__name__,__package__,__spec__.name)\nq=2'); os.mkdir(d+'/ns')
sys.path.insert(0,d)
print(runpy.run_module('pk.m')['x']); print(runpy.run_module('pk.m',{'k':1},'nm',True)['k'])
runpy.run_module('pk'); 
print(runpy.run_path(d+'/s.py',{'z':3})['y']); runpy.run_path(d+'/s.py',{'z':3},'__main__'); print(runpy.run_path(d+'/dm',run_name='zz')['q'])
for n in ('nope','pk.nope','ns','pk.sub','.x','pk.__main__','os.py'):
    try: runpy.run_module(n)
    except ImportError as e: print(n,'|',e)
try: runpy.run_path(d+'/ns')
except ImportError as e: print(str(e).replace(d,''))
try: runpy.run_path(d+'/bad.py')
except ZeroDivisionError as e: print(e)
