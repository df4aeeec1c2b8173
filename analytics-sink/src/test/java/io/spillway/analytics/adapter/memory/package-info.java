/** The ports in memory, for tests. */
@NullMarked
package io.spillway.analytics.adapter.memory;

import org.jspecify.annotations.NullMarked;
