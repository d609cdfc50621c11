#!/usr/bin/env bash
# Tests the emulation of Batch with real processes. Ends with "N passed, N failed" and fails if a test did.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
"$here/setup.sh"
exec "${XDG_CACHE_HOME:-$HOME/.cache}/lectern/emulator/bin/python" "$here/test_batch.py"
