/** What Redis counts. */
@NullMarked
package io.spillway.verify.adapter.redis;

import org.jspecify.annotations.NullMarked;
