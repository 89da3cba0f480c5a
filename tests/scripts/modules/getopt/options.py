# Options of command lines, in both orders.
import getopt
for a in [ (['-a','-b','x','y'],'ab:'),(['-abx','-c'],'ab:c'),(['--foo=1','--ba','z'],'',['foo=','bar']),(['--foo'],'',['foo=']),(['--bar=1'],'',['bar']),(['-b'],'b:'),(['-z'],'a'),(['--ab'],'',['abc','abd']),(['--','-a'],'a'),(['-'],'a'),(['x','-a'],'a'),(['--fo','1'],'',['foo=?']),(['--fo=1'],'',['foo=?']),(['-ax','-a'],'a::'),(['--zzz'],'',['foo']), (['--foo','x'],'','foo='),(['--foo=','x'],'',['foo=']),(['--f'],'',['f','foo'])]:
    for f in (getopt.getopt,getopt.gnu_getopt):
        try: print(a, f(*a))
        except getopt.GetoptError as e: print(a,repr(e),e.msg,repr(e.opt),str(e))
for s in '+a','-a': print(getopt.gnu_getopt(['x','-a','y'],s))
