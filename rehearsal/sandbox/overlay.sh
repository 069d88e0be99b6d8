#!/usr/bin/env bash
# Runs a command on a view of this machine with empty temporary folders. What the command writes lands in SCRATCH/layers:
#   unshare --mount --propagation private overlay.sh SCRATCH KEPT... -- COMMAND...
# A layer is named after its place, with - for /. Writes to the folders KEPT go through to the machine.
set -euo pipefail

scratch=$1
root=$scratch/root
shift

# Shows a place of the machine, and puts what changes there into a layer.
over() {
  local layer=$scratch/layers/${1//\//-} work=$scratch/work/${1//\//-}
  mkdir -p "$layer" "$work"
  mount -t overlay overlay -o "lowerdir=$1,upperdir=$layer,workdir=$work" "$root$1"
}

# Shows a layer, empty at first, in a place.
fresh() {
  local layer=$scratch/layers/${1//\//-}
  mkdir -p "$layer"
  chmod 1777 "$layer"
  mount --bind "$layer" "$root$1"
}

mkdir -p "$root" "$scratch/old"
over /
for place in /etc /home /opt /root /run /srv /usr /var; do
  if mountpoint --quiet "$place"; then over "$place"; fi
done
fresh /tmp
fresh /var/tmp
for kernel in /dev /proc /sys; do mount --rbind "$kernel" "$root$kernel"; done
while [ "$1" != -- ]; do
  mkdir -p "$root$1"
  mount --bind "$1" "$root$1"
  shift
done
shift

here=$PWD
cd "$root"
pivot_root . ".$scratch/old"
umount --lazy "$scratch/old"
cd "$here"
exec "$@"
