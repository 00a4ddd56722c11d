"""The checks of the gate: is a quote in the texts, and does a statement say no more than its quotes?"""
