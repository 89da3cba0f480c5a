# invalid decimal literal
width = 10px
