/** Rows on the MySQL shards. */
@NullMarked
package io.spillway.bench.adapter.mysql;

import org.jspecify.annotations.NullMarked;
