"""AWS on this machine: ministack with Batch (batch.py) and the patches of patches.py.

The port is GATEWAY_PORT; see ministack's own documentation for the rest of its environment, and batch.py for that of Batch.
"""

import batch
import patches

batch.install()
patches.install()

if __name__ == "__main__":
    from ministack.app import main

    main()
