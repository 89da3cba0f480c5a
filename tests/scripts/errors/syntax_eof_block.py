# the file ends where a block is expected
class A:
    def method(self):
