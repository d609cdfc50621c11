#!/usr/bin/env bash
# Starts the emulator in the foreground, with everything it keeps in a folder.
#
#   start.sh PORT FOLDER PROGRAMS
#
# PROGRAMS is the folder of the Batch jobs' programs: see functions/package.sh.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
port=$1 folder=$2 programs=$3
python="${XDG_CACHE_HOME:-$HOME/.cache}/lectern/emulator/bin/python"

mkdir -p "$folder"/{s3,state,jobs,temporary}
export GATEWAY_PORT=$port MINISTACK_REGION=us-east-1 MINISTACK_ACCOUNT_ID=123456789012
export S3_DATA_DIR=$folder/s3 STATE_DIR=$folder/state TMPDIR=$folder/temporary
export LECTERN_BATCH_PROGRAMS="{\"render\": \"$programs/render\", \"composite\": \"$programs/composite\"}"
export LECTERN_BATCH_LOGS=$folder/jobs LECTERN_BATCH_FAULTS=$folder/faults.json
exec "$python" "$here/emulator.py"
