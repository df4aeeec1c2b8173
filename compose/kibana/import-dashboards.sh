#!/bin/bash
# Imports every file of saved objects in /dashboards into Kibana; repeatable, for an import overwrites.
#   KIBANA_URI   where Kibana answers
#   CURL_CONFIG  a file with options of curl, such as an account and whom to trust; none by default
set -euo pipefail
shopt -s nullglob

files=(/dashboards/*.ndjson)
if [ ${#files[@]} -eq 0 ]; then
  echo "no *.ndjson in /dashboards: nothing to import"
fi
for file in "${files[@]}"; do
  answer=$(curl ${CURL_CONFIG:+-K "$CURL_CONFIG"} -sS --max-time 60 --retry 5 --retry-connrefused -H 'kbn-xsrf: spillway' \
    --form "file=@$file" "$KIBANA_URI/api/saved_objects/_import?overwrite=true")
  # An import that fails in part is answered 200 too, and says so in its body.
  case $answer in
    *'"success":true'*) echo "imported ${file##*/}: $answer" ;;
    *)
      echo "Kibana did not import ${file##*/}: $answer" >&2
      exit 1
      ;;
  esac
done
