/** How a service starts, runs and stops. */
@NullMarked
package io.spillway.runtime.lifecycle;

import org.jspecify.annotations.NullMarked;
