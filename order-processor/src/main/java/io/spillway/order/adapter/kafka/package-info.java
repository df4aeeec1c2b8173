/** The order store's way in: the public events, in batches per shard. */
@NullMarked
package io.spillway.order.adapter.kafka;

import org.jspecify.annotations.NullMarked;
