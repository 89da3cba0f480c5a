# an invalid character
price = 5 € 3
