/** Redis itself, not what it holds. */
@NullMarked
package io.spillway.operate.adapter.redis;

import org.jspecify.annotations.NullMarked;
