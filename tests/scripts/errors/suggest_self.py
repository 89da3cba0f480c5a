# NameError that could be an attribute of self
class A:
    def __init__(self):
        self.balance = 5

    def show(self):
        return balance


A().show()
