/** Redis, for operators. */
@NullMarked
package io.spillway.operate.adapter.redis;

import org.jspecify.annotations.NullMarked;
