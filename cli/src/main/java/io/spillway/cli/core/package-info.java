/** The demonstration: its plan and its audit. Pure. */
@NullMarked
package io.spillway.cli.core;

import org.jspecify.annotations.NullMarked;
