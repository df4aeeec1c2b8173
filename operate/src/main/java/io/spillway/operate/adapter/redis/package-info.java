/** Rights on Redis and its certificate. */
@NullMarked
package io.spillway.operate.adapter.redis;

import org.jspecify.annotations.NullMarked;
