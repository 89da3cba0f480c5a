# a program from the command line
# flags: -c "import sys; print('from -c', sys.argv); print(__name__); x = [i*i for i in range(4)]; print(x)"
# args: a b
raise SystemExit("the file itself is not run")
