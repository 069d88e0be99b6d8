#!/bin/sh
# Git runs this in the bare repository after a push, with a line "before after ref" for each branch or tag on its
# input. The lines become a file of the folder `pushes`, which push-watch.ts watches.
set -eu
part=$(mktemp pushes/.XXXXXXXX)
cat >"$part"
mv "$part" "pushes/$(date +%s%N)-${part##*.}"
