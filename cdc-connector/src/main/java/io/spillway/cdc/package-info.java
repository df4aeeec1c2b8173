/** Publishes the shards' committed rows as they change. */
@NullMarked
package io.spillway.cdc;

import org.jspecify.annotations.NullMarked;
