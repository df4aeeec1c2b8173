/** The commands and what they print. */
@NullMarked
package io.spillway.tools.adapter.cli;

import org.jspecify.annotations.NullMarked;
