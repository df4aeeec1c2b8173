/** The ports in memory, for tests. */
@NullMarked
package io.spillway.reports.adapter.memory;

import org.jspecify.annotations.NullMarked;
