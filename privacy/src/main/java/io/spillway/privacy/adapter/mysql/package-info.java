/** Keys of customers in the shards. */
@NullMarked
package io.spillway.privacy.adapter.mysql;

import org.jspecify.annotations.NullMarked;
