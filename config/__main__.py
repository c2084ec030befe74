"""The front door: `python3 -m config run · test · check · lock`, with Python's own library alone.

It must start on any Python from 3.6 on, if only to say that it is too old; so nothing else is imported
before that is known.
"""

import sys

from config.door.version import too_old

if __name__ == "__main__" and too_old(sys.version_info[:2]):
    sys.exit(too_old(sys.version_info[:2]))

from config.door import verbs

if __name__ == "__main__":
    sys.exit(verbs.main(sys.argv[1:]))
