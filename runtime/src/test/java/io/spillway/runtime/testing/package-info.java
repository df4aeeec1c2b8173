/** Tests that every service subclasses. */
@NullMarked
package io.spillway.runtime.testing;

import org.jspecify.annotations.NullMarked;
