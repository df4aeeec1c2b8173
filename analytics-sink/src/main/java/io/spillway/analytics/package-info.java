/** Committed rows become documents, and documents become reports. */
@NullMarked
package io.spillway.analytics;

import org.jspecify.annotations.NullMarked;
