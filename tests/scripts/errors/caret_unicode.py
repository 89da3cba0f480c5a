# carets under wide and combining characters
名前 = None
print("日本語", "é", 名前.属性, "後ろ")
