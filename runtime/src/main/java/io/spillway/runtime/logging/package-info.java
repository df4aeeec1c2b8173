/** What every process's log goes through. */
@NullMarked
package io.spillway.runtime.logging;

import org.jspecify.annotations.NullMarked;
