/** The ledger in sharded MySQL. */
@NullMarked
package io.spillway.inventory.adapter.mysql;

import org.jspecify.annotations.NullMarked;
