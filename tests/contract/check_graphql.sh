#!/bin/sh
# check_graphql.sh NODE SCRIPT FOLDER: skipped (77) where the schema or node is not there.
if [ -z "${XREP_SCHEMA_DIR:-}" ]; then
  echo "skipped: XREP_SCHEMA_DIR is not set"
  exit 77
fi
if [ ! -x "$1" ]; then
  echo "skipped: node was not found when this was configured"
  exit 77
fi
exec "$1" "$2" "$XREP_SCHEMA_DIR/xray-cloud.graphql" "$3"
