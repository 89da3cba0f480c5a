# Timing with clocks that say what the test wants.
import io
import timeit
print(timeit.timeit('x=1',number=10)>0, len(timeit.repeat('pass',repeat=3,number=2)), timeit.timeit(lambda:None,number=3)>0)
for a in ('1 +',), ('pass','x ='), (1,), ('pass',2): 
    try: timeit.Timer(*a)
    except Exception as e: print(type(e).__name__, e)
n=[]; timeit.timeit('n.append(q)','q=3',number=4,globals={'n':n}); print(n)
t=timeit.Timer('1/0')
out=io.StringIO()
try:
    t.timeit(1)
except ZeroDivisionError:
    t.print_exc(file=out)
print(out.getvalue().splitlines()[-3:-2], out.getvalue().splitlines()[-1])
i=iter(range(100)); print(timeit.Timer('pass',timer=lambda:next(i)).timeit(5))
timeit.main(['-n1','-r3','-s','a=1','-unsec','a'],_wrap_timer=lambda t:iter([0,1,1,3,3,5]).__next__)
timeit.main(['-n35','-r3','-v'],_wrap_timer=lambda t:iter([0,1,1,2,2,3]).__next__)
