/** Keys in the shards. */
@NullMarked
package io.spillway.access.adapter.mysql;

import org.jspecify.annotations.NullMarked;
