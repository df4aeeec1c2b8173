/** Reserves stock in sharded MySQL, in batches; derives availability. */
@NullMarked
package io.spillway.inventory;

import org.jspecify.annotations.NullMarked;
