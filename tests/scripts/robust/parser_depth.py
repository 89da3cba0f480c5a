# sources that are deep, long or broken are refused or compiled, never more
import warnings
warnings.simplefilter('ignore')

def t(name,s,mode='exec'):
    try: compile(s,'x',mode); print(name,'ok')
    except BaseException as e: print(name,type(e).__name__)
N=30000
for o,c in ('()','[]','{}'): t(o,o*N+c*N); t(o+' open',o*N); t(c,c*N)
t('if',''.join(' '*i+'if 1:\n' for i in range(2000))+' '*2000+'pass')
t('if99',''.join(' '*i+'if 1:\n' for i in range(98))+' '*98+'pass')

t('for20',''.join(' '*i+'for x in y:\n' for i in range(30))+' '*30+'pass')
t('with',''.join(' '*i+'with x:\n' for i in range(30))+' '*30+'pass')
t('try',''.join(' '*i+'try:\n' for i in range(30))+' '*30+'pass'+''.join('\n'+' '*i+'finally: pass' for i in reversed(range(30))))
t('def',''.join(' '*i+'def f():\n' for i in range(99))+' '*99+'pass')
t('class',''.join(' '*i+'class f:\n' for i in range(99))+' '*99+'pass')
for op in '+ - * / // % ** @ & | ^ << >> and or < == is in'.split(): t(op,f' {op} '.join(['a']*N)); t('1'+op,f' {op} '.join(['1']*N) if op not in ('**','<<') else '1')
t('not','not '*N+'a'); t('-','-'*N+'a'); t('~','~'*N+'1'); t('attr','a'+'.b'*N); t('call','a'+'()'*N)
t('lambda','lambda:'*N+'1'); t('ternary','a if b else '*N+'1'); t('compr','['*N+'x'+' for x in y]'*N)
t('gen','('*200+'x'+' for x in y)'*200)
t('ifs','[x for x in y'+' if x'*N+']')
t('star','*'*N+'a'); t('await','await '*N+'a'); t('yield','yield '+'(yield '*N+')'*N)
t('fstr',"f'{"*N); t('fnest',"f'{"*150+'1'+"}'"*150); t('fnest5',"f'{"*5+'1'+"}'"*5)
t('fspec',"f'{a"+":{a"*1000+"}"*1000+"}'")
t('strs',"'a' "*N); t('fstrs',"f'{a}' "*N); t('str+',"+".join(["'a'"]*N)); t('tstr',"t'{a}' "*1000)
t('assign','a='*N+'1'); t('walrus','(a:='*N+'1'+')'*N); t('tuple assign','('*N+'a'+',)'*N+'=b')
t('args','f('+'a,'*N+')'); t('kwargs','f('+','.join(f'a{i}=1' for i in range(N))+')')


t('list','['+'a,'*N+']'); t('list1','['+'1,'*N+']'); t('dict','{'+'a:1,'*N+'}'); t('set','{'+'a,'*N+'}'); t('tup','a,'*N); t('starlist','['+'*a,'*N+']')
t('import','import '+'a.'*N+'a'); t('fromdots','from '+'.'*N+' import a'); t('fromimp','from a import '+','.join(f'a{i}' for i in range(N)))
t('global','global '+','.join(f'a{i}' for i in range(N))); t('del','del '+','.join(f'a{i}' for i in range(N)))
t('match','match a:\n case '+'['*N+']'*N+': pass'); t('matchor','match a:\n case '+'|'.join(['1']*N)+': pass')
t('matchcases','match a:\n'+' case 1: pass\n'*N); t('mcls','match a:\n case '+'A('*N+')'*N+': pass'); t('mattr','match a:\n case a'+'.b'*N+': pass')
t('stmts','a=1\n'*N); t('stmts;','a=1;'*N); t('calls','f()\n'*N); t('excepts','try: pass\n'+'except A: pass\n'*N)
t('int','1'*N); t('hex','0x'+'f'*N); t('float','1'*N+'.0'); t('name','a'*N); t('long str','"'+'a'*(N*10)+'"'); t('cont','\\\n'*N); t('nl','\n'*N); t('tabs','\t'*N+'a'); t('indent',''.join(' '*i+'if 1:\n' for i in range(101))+' '*101+'pass')
t('typeparams','def f['+','.join(f'A{i}' for i in range(1000))+'](): pass'); t('ann','a: '+'a['*N+']'*N); t('type','type A = '+'['*N+']'*N)
t('str*','"a"*1000*1000*1000'); t('pow','2**'*50+'2'); t('tup*','(1,)*1000*1000*1000'); t('shift','1<<100000000'); t('neg','-'*90+'1')
t('bool','a and '*N+'b or c'); t('cmpchain','a<'*N+'a'); 
t('async','async '*N); t('nul','a\0b'); t('surr','"\ud800"'); t('surr2','\ud800'); t('dedent','if 1:\n  a\n b')
t('eval','('*N+')'*N,'eval'); t('single','if 1:\n pass\n','single'); t('nonlocal','def f():\n nonlocal x')
t('with items','with '+','.join(['a']*N)+': pass'); t('with paren','with '+'('*N+'a'+')'*N+': pass'); t('for paren','for '+'('*N+'a'+')'*N+' in b: pass'); t('raise','raise a from '+'('*N)
t('elsechain','if 1: pass\n'+''.join(' '*i+'else:\n'+' '*(i+1)+'if 1: pass\n' for i in range(90)))
print(eval('1+'*2000+'1'))
