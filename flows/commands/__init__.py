"""What the commands of ``jianbao`` do; words and options stand in ``flows/cli``.

``shown.py`` prints for people (Chinese), everything else asks the rooms below.
"""
