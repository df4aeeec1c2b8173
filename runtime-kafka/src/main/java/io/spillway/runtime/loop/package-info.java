/** Consume, handle in batches per shard, commit: a failing shard waits alone. */
@NullMarked
package io.spillway.runtime.loop;

import org.jspecify.annotations.NullMarked;
