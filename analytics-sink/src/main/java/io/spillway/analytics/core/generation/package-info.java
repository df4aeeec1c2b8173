/** Indices that replace one another when a mapping changes, and how long their months are kept. */
@NullMarked
package io.spillway.analytics.core.generation;

import org.jspecify.annotations.NullMarked;
