"""One live look at a source, read for people: ``jianbao sources check``.

``findings`` says what was found, ``reading`` finds it in the answers of a look, ``advice`` holds it against the
source's file, ``proposal`` writes a file for an address that no file knows, ``naming`` guesses what such a site is
called and ``columns`` where its lists are, ``source_file`` writes the YAML.  ``check`` does the looking.
"""
