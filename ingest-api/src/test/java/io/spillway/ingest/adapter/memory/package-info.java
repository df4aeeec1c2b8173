/** Ports in memory, for tests. */
@NullMarked
package io.spillway.ingest.adapter.memory;

import org.jspecify.annotations.NullMarked;
