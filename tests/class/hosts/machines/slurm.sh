#!/usr/bin/env bash
# A class on four machines: sbatch --array=1-4 slurm.sh, and when all have ended
#   workshop grade --merge week1/part-* --out week1
#SBATCH --job-name=workshop-grade
#SBATCH --cpus-per-task=8
#SBATCH --mem=8G
#SBATCH --time=02:00:00
set -euo pipefail
part=$SLURM_ARRAY_TASK_ID
"${WORKSHOP:-/workshop/target/release/workshop}" grade class.zip --roster class.csv \
    --shard "$part/$SLURM_ARRAY_TASK_COUNT" --out "week1/part-$part"
