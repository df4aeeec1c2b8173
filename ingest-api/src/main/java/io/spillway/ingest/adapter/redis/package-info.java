/** The answers by idempotency key: Redis through Lettuce. */
@NullMarked
package io.spillway.ingest.adapter.redis;

import org.jspecify.annotations.NullMarked;
