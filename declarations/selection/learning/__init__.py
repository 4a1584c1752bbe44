"""Learning from examinations: what is declared becomes features, trees grow over them, and what they say is judged.

Everything here but `fitting` runs without a library that learns: a model is a file of trees, and walking them is ours.
"""
