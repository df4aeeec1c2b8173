/** Rights on the shards' tables. */
@NullMarked
package io.spillway.operate.adapter.mysql;

import org.jspecify.annotations.NullMarked;
