/** Decisions of the library, without I/O. */
@NullMarked
package io.spillway.client.core;

import org.jspecify.annotations.NullMarked;
