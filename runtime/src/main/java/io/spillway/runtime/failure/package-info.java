/** The three kinds of failure, and how long to wait before trying again. */
@NullMarked
package io.spillway.runtime.failure;

import org.jspecify.annotations.NullMarked;
