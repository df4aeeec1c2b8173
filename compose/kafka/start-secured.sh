#!/bin/bash
# Starts the broker of compose.secure.yaml. Kafka learns the passwords of its accounts while it formats a new disk, and
# the image's own start knows no way to give it them. They come from a file, for every user of the machine can read a
# command.
set -euo pipefail
if [ ! -e /var/lib/kafka/data/meta.properties ]; then
  java -XX:TieredStopAtLevel=1 @/run/spillway/format.args
fi
exec /etc/kafka/docker/run
