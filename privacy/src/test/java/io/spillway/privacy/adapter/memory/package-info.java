/** Keys of customers in memory, for tests. */
@NullMarked
package io.spillway.privacy.adapter.memory;

import org.jspecify.annotations.NullMarked;
