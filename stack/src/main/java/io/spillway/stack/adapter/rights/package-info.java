/** Reads the files that say who may do what. */
@NullMarked
package io.spillway.stack.adapter.rights;

import org.jspecify.annotations.NullMarked;
