/** The commands and what they print. */
@NullMarked
package io.spillway.cli.adapter.cli;

import org.jspecify.annotations.NullMarked;
