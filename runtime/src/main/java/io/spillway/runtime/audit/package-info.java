/** The port through which it is recorded who did what. */
@NullMarked
package io.spillway.runtime.audit;

import org.jspecify.annotations.NullMarked;
