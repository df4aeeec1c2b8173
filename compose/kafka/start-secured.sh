#!/bin/bash
# Starts the broker of compose.secure.yaml. Kafka learns the passwords of its accounts while it formats a new disk, and
# the image's own start knows no way to give it them. They come from a file, for every user of the machine can read a
# command.
set -euo pipefail
disk=/var/lib/kafka/data/meta.properties
if [ ! -e "$disk" ]; then
  java -XX:TieredStopAtLevel=1 @/run/spillway/format.args
fi
# The image's start has an id of its own, and refuses a disk with another.
CLUSTER_ID=$(sed -n 's/^cluster\.id=//p' "$disk")
export CLUSTER_ID
exec /etc/kafka/docker/run
