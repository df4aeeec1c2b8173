/** Keys in memory, for tests. */
@NullMarked
package io.spillway.access.adapter.memory;

import org.jspecify.annotations.NullMarked;
