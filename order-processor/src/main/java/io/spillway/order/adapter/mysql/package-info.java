/** Order rows on the MySQL shards. */
@NullMarked
package io.spillway.order.adapter.mysql;

import org.jspecify.annotations.NullMarked;
