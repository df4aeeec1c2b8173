/** Slots, shards, partitions and the ids that carry them. */
@NullMarked
package io.spillway.schemas.routing;

import org.jspecify.annotations.NullMarked;
