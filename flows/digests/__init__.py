"""Digests (简报): what they say (``model``, ``build``) and how they look (``markdown``, ``plain``, ``html``).

Choosing what a subscription was not told yet, and writing it down, is ``flows.stages.announce``; sending is
``flows.channels`` and ``flows.stages.deliver``.
"""
