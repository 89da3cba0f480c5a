"""An AttributeError that does not say what was looked up gets the name and the object."""


class Plain:
    blech = None

    def __getattr__(self, name):
        raise AttributeError


class Named:
    def __getattr__(self, name):
        raise AttributeError('mine', name='other')


class Inner:
    def __getattr__(self, name):
        return None.inner


for o in (Plain(), Named(), Inner()):
    for look in (lambda: o.some, lambda: getattr(o, 'some')):
        try:
            look()
        except AttributeError as error:
            print(type(o).__name__, error.args, error.name, type(error.obj).__name__)
    print(getattr(o, 'some', 'none'), hasattr(o, 'some'))
Plain().bluch
