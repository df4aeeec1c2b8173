#!/bin/bash
# Run once by the MySQL image, when the data directory is new: the shards' schemas of this server and the accounts of
# the services. Out of the binary log, so that a reader's first snapshot finds them and no event repeats them.
# With compose.secure.yaml both are in a file that './spillway certs init' made.
#   SPILLWAY_SCHEMAS  the schemas of this server, separated by spaces
set -euo pipefail

secret() {
  # A password goes into a quoted SQL text, so the characters that would end it are doubled.
  sed -e 's/\\/\\\\/g' -e "s/'/''/g" "/run/secrets/$1" | tr -d '\r\n'
}

if [ -e /run/spillway/accounts.sql ]; then
  sql=$(</run/spillway/accounts.sql)
else
  sql="SET SESSION sql_log_bin = 0;
CREATE USER IF NOT EXISTS 'spillway'@'%' IDENTIFIED BY '$(secret mysql_password)';
CREATE USER IF NOT EXISTS 'cdc'@'%' IDENTIFIED BY '$(secret mysql_cdc_password)';
GRANT SELECT, RELOAD, SHOW DATABASES, LOCK TABLES, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO 'cdc'@'%';
"
  for schema in $SPILLWAY_SCHEMAS; do
    sql+="CREATE DATABASE IF NOT EXISTS \`$schema\`;
GRANT ALL PRIVILEGES ON \`$schema\`.* TO 'spillway'@'%';
"
  done
fi
# Exported by the image from the file it was given; in the environment it is not in the list of processes.
MYSQL_PWD=$MYSQL_ROOT_PASSWORD mysql --protocol=socket -hlocalhost -uroot <<<"$sql"
