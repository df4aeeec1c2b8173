/** Reads of the sharded tables. */
@NullMarked
package io.spillway.ingest.adapter.mysql;

import org.jspecify.annotations.NullMarked;
