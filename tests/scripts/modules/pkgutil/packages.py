# What a package holds.
import os
import pkgutil
import sys
import tempfile

d=tempfile.mkdtemp(); os.makedirs(d+'/pk/sub')
def w(p,s): open(d+'/'+p,'w').write(s)
w('pk/__init__.py','a=1\n__path__=__import__("pkgutil").extend_path(__path__,__name__)'); w('pk/__main__.py','print("main",__name__,__package__)'); w('pk/m.py','import sys\nprint(__name__,__package__,__spec__.name,sys.argv[0]==__file__)\nx=5'); w('pk/sub/__init__.py',''); w('pk/sub/deep.py',''); w('pk/data.txt','hi'); w('s.py','import sys\nprint(__name__,__package__,__spec__,__file__==sys.argv[0], sys.modules[__name__].__dict__ is globals())\ny=z+1'); w('bad.py','1/0')
os.mkdir(d+'/dm'); w('dm/__main__.py','print("dir",__name__,__package__,__spec__.name)\nq=2'); os.mkdir(d+'/ns')
sys.path.insert(0,d)
print([(i.name,i.ispkg,type(i.module_finder).__name__) for i in pkgutil.iter_modules([d])])
print([i.name for i in pkgutil.walk_packages([d])])
print([i.name for i in pkgutil.iter_modules([d+'/pk'],'pk.')])
print(pkgutil.get_data('pk','data.txt')); print(pkgutil.resolve_name('os.path:join') is os.path.join, pkgutil.resolve_name('os.path.join') is os.path.join, pkgutil.resolve_name('pk.sub').__name__)
try: pkgutil.iter_modules('x').__next__()
except ValueError as e: print(e)
import pk; print(len(pk.__path__))
