"""AWS on this machine: ministack with Batch (batch.py) and the patches of patches.py.

The port is GATEWAY_PORT; see ministack's own documentation for the rest of its environment, and batch.py for that of Batch.
"""

import os
import threading
import time

import batch
import patches

batch.install()
patches.install()


def end_with_parent():
    """Ends the emulator, and the jobs that it runs, when the test that started it is gone, however that ended."""
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(1)
    batch.kill_all()
    os._exit(0)


if __name__ == "__main__":
    from ministack.app import main

    threading.Thread(target=end_with_parent, daemon=True).start()
    main()
