/** The MySQL shards, through ShardingSphere and HikariCP. */
@NullMarked
package io.spillway.runtime.sql;

import org.jspecify.annotations.NullMarked;
