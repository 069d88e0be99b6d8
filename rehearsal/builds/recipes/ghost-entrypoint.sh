#!/bin/sh
# STAND-IN for docker-entrypoint.sh of the official image, as far as it acts for a user other than root:
# content that is missing in the content folder is copied from content.orig, then the command runs in its place.
set -eu
case "$*" in
node*index.js*)
  for item in "$GHOST_INSTALL"/content.orig/* "$GHOST_INSTALL"/content.orig/themes/*; do
    target="$GHOST_CONTENT/${item#"$GHOST_INSTALL"/content.orig/}"
    if [ ! -e "$target" ] && [ ! -L "$target" ]; then
      cp -R -P "$item" "$target"
    fi
  done
  ;;
esac
exec "$@"
