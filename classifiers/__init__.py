"""Spanish news text read by the machine: stage, probability, measures, deadlines, reasons, stories.

The only room that knows scikit-learn. A loaded model never trains; nothing here reads a database.
"""
